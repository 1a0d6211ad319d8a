using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>The service does as it was asked, and its answer is not what it should be.</summary>
internal sealed record AnswerFault : FaultRule
{
    public const string Kind = "answer";

    private const long DefaultHuge = 64L * 1024 * 1024;
    private const int Block = 64 * 1024;

    /// <summary>What is wrong with the answer.</summary>
    internal enum Damage
    {
        /// <summary>Half of the JSON.</summary>
        Truncated,

        /// <summary>A page in place of the JSON, with the same status.</summary>
        Html,

        /// <summary>No body, with the same status.</summary>
        Empty,

        /// <summary>A Content-Length of more than comes before the connection's end.</summary>
        Longer,

        /// <summary>A Content-Length of less than comes.</summary>
        Shorter,

        /// <summary>The JSON and then white space, up to a number of bytes.</summary>
        Huge,

        /// <summary>A slice's offset is another one.</summary>
        WrongOffset,

        /// <summary>The session is another one.</summary>
        WrongSession,

        /// <summary>A slice's datalen is another one.</summary>
        WrongDatalen,

        /// <summary>A slice's datamd5 is another one.</summary>
        WrongDatamd5,

        /// <summary>Each slice is listed twice.</summary>
        DuplicateParts,

        /// <summary>The slices are listed from last to first.</summary>
        UnsortedParts,
    }

    public Damage? With { get; init; }

    /// <summary>How many bytes a huge answer has.</summary>
    public long? Bytes { get; init; }

    /// <summary>Whether the request takes effect; where not, the answer that is damaged is a success without data.</summary>
    public bool Stored { get; init; } = true;

    [JsonIgnore]
    private bool NeedsContent => With is not (null or Damage.Truncated or Damage.Html or Damage.Empty or Damage.Longer or Damage.Shorter or Damage.Huge);

    public override bool Fits(string? op) => With switch
    {
        Damage.WrongOffset or Damage.WrongDatalen or Damage.WrongDatamd5 => FaultOps.HasOffset(op),
        Damage.WrongSession => op is FaultOps.Init or FaultOps.Data or FaultOps.List or FaultOps.OneOp,
        Damage.DuplicateParts or Damage.UnsortedParts => op == FaultOps.List,
        _ => true,
    };

    public override void Check()
    {
        Require(With is not null, "with", "it is missing");
        Require(Bytes is null || With == Damage.Huge, "bytes", "it belongs to huge");
        Require(Bytes is null or (> 0 and <= 1L << 40), "bytes", "it is a number above 0");
        Require(Stored || !NeedsContent, "stored", "what isn't done has no answer to change");
    }

    public override async Task RunAsync(FaultedRequest request)
    {
        CapturedAnswer answer;
        if (Stored)
        {
            answer = await request.CaptureAsync();
        }
        else
        {
            await request.TakeAsync(effect: false);
            answer = await CapturedAnswer.TakeAsync(request.Context, _ => request.AnswerAsync(200, 0, "SUCCESS"));
        }

        switch (With)
        {
            case Damage.Longer:
                await request.Wire.WriteAsync(answer.ToBytes(answer.Body.Length + 100));
                await request.Wire.CloseAsync();
                break;
            case Damage.Shorter:
                await request.Wire.WriteAsync(answer.ToBytes(answer.Body.Length / 2));
                await request.Wire.CloseAsync();
                break;
            case Damage.Huge:
                await SendHugeAsync(request, answer.Body);
                break;
            default:
                Spoil(request.Context.Response, answer);
                await answer.SendAsync();
                break;
        }
    }

    private void Spoil(HttpResponse response, CapturedAnswer answer)
    {
        switch (With)
        {
            case Damage.Truncated:
                answer.Body = answer.Body[..(answer.Body.Length / 2)];
                return;
            case Damage.Html:
                response.ContentType = "text/html";
                answer.Body = StatusFault.Page(response.StatusCode);
                return;
            case Damage.Empty:
                answer.Body = [];
                return;
            default:
                break;
        }

        // A refusal has nothing that could be wrong.
        if (answer.Data(out JsonObject? root) is { } data)
        {
            Change(data);
            answer.Replace(root!);
        }
    }

    private void Change(JsonObject data)
    {
        switch (With)
        {
            case Damage.WrongOffset:
                Replace(data, "offset", value => Number(value) + 1_048_576);
                break;
            case Damage.WrongDatalen:
                Replace(data, "datalen", value => Number(value) - 1);
                break;
            case Damage.WrongDatamd5:
                data["datamd5"] = new string('0', 32);
                break;
            case Damage.WrongSession:
                Replace(data, "session", value => Other(value.ToString()));
                break;
            case Damage.DuplicateParts:
                Rearrange(data, parts => parts.SelectMany(part => new[] { part, part.DeepClone() }));
                break;
            case Damage.UnsortedParts:
                Rearrange(data, parts => parts.Reverse());
                break;
            default:
                break;
        }
    }

    private static void Replace(JsonObject data, string name, Func<JsonNode, JsonNode> change)
    {
        if (data[name] is { } value)
        {
            data[name] = change(value);
        }
    }

    private static void Rearrange(JsonObject data, Func<IEnumerable<JsonNode>, IEnumerable<JsonNode>> change)
    {
        if (data["listparts"] is JsonArray parts)
        {
            JsonNode[] nodes = [.. parts.Select(part => part!.DeepClone())];
            data["listparts"] = new JsonArray([.. change(nodes)]);
        }
    }

    private static long Number(JsonNode value) => long.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Other(string session) => (session[0] == '0' ? '1' : '0') + session[1..];

    private async Task SendHugeAsync(FaultedRequest request, byte[] body)
    {
        HttpResponse response = request.Context.Response;
        long length = Math.Max(Bytes ?? DefaultHuge, body.Length);
        response.ContentLength = length;
        await response.Body.WriteAsync(body, request.Context.RequestAborted);
        byte[] spaces = new byte[Block];
        Array.Fill(spaces, (byte)' ');
        for (long left = length - body.Length; left > 0; left -= Math.Min(left, Block))
        {
            await response.Body.WriteAsync(spaces.AsMemory(0, (int)Math.Min(left, Block)), request.Context.RequestAborted);
        }
    }
}
