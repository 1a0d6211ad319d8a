using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>Another answer in place of the service's: any status, any code, in the service's form or in no form.</summary>
internal sealed record StatusFault : FaultRule
{
    public const string Kind = "status";

    private const int Busy = -196;

    /// <summary>The form of the answer.</summary>
    internal enum BodyForm
    {
        /// <summary>The service's envelope.</summary>
        Json,

        /// <summary>A page such as proxies send.</summary>
        Html,

        /// <summary>None.</summary>
        Empty,
    }

    /// <summary>The HTTP status; null for the one that goes with the code.</summary>
    public int? Http { get; init; }

    /// <summary>The code in the envelope; null for one that goes with the status.</summary>
    public int? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>The value of a Retry-After header, as a number of seconds or as text that goes out as it is.</summary>
    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? RetryAfter { get; init; }

    public BodyForm Body { get; init; }

    /// <summary>Whether the request takes effect all the same.</summary>
    public bool Stored { get; init; }

    public override void Check()
    {
        Require(Http is not null || Code is not null, "http", "it is missing, and so is code");
        Require(Http is null or (>= 200 and <= 599), "http", "it is a status from 200 to 599");
        Require(RetryAfter?.All(c => c is >= ' ' and <= '~') ?? true, "retryAfter", "it is no text of a header");
        Require(Body == BodyForm.Json || (Code is null && Message is null), "body", "only json has a code and a message");
    }

    public override async Task RunAsync(FaultedRequest request)
    {
        await request.TakeAsync(Stored);
        int http = Http ?? (CodeTable.IsKnown(Code!.Value) ? CodeTable.Lookup(Code.Value).Http : StatusCodes.Status400BadRequest);
        if (RetryAfter is not null)
        {
            request.Context.Response.Headers.RetryAfter = RetryAfter;
        }

        await (Body switch
        {
            BodyForm.Json => request.AnswerAsync(http, Code ?? CodeFor(http), Message ?? "ERROR_FAULT"),
            BodyForm.Html => request.AnswerAsync(http, "text/html", Page(http)),
            _ => request.AnswerAsync(http, null, ReadOnlyMemory<byte>.Empty),
        });
    }

    /// <summary>A page such as proxies send.</summary>
    public static byte[] Page(int http)
    {
        string title = $"{http.ToString(CultureInfo.InvariantCulture)} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(http)}";
        return Encoding.ASCII.GetBytes(
            $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n");
    }

    // The codes that the error page has with these statuses.
    private static int CodeFor(int http) => http switch
    {
        StatusCodes.Status403Forbidden => CosCode.SignatureWrong,
        StatusCodes.Status404NotFound => CosCode.FileNotFound,
        StatusCodes.Status409Conflict => CosCode.ConcurrentOperation,
        StatusCodes.Status429TooManyRequests => CosCode.TooFrequent,
        StatusCodes.Status500InternalServerError => CosCode.StorageError,
        StatusCodes.Status503ServiceUnavailable => CosCode.TooFrequent,
        >= 500 => Busy,
        _ => CosCode.BadParameter,
    };
}
