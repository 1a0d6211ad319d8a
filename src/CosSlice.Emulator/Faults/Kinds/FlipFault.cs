using System.Text.Json.Nodes;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A byte of a slice goes wrong in the store, and the answer tells of success.</summary>
internal sealed record FlipFault : FaultRule
{
    public const string Kind = "flip";

    /// <summary>Which byte of the slice, from 0 on and held to its last one; null for the one in its middle.</summary>
    public long? Byte { get; init; }

    /// <summary>Whether the answer's datamd5 is that of what came, so that it doesn't betray what is stored.</summary>
    public bool Silent { get; init; }

    public override bool Fits(string? op) => FaultOps.HasOffset(op);

    public override void Check() => Require(Byte is null or >= 0, "byte", "it is not negative");

    public override async Task RunAsync(FaultedRequest request)
    {
        SliceFlips.Order order = request.Flips!.Set(Byte);
        CapturedAnswer answer = await request.CaptureAsync();
        if (!Silent && order.Md5 is { } md5 && answer.Data(out JsonObject? root) is { } data && data.ContainsKey("datamd5"))
        {
            data["datamd5"] = md5;
            answer.Replace(root!);
        }

        await answer.SendAsync();
    }
}
