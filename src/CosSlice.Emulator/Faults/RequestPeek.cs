using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace CosSlice.Emulator.Faults;

/// <summary>Looks at what a request is before it is worked on, and leaves it as it came.</summary>
internal sealed class RequestPeek(EmulatorOptions options)
{
    // What Kestrel keeps of an unread body is a megabyte; the fields before a slice's bytes are far shorter.
    private const long MaxPeek = 256 * 1024;

    // Above this a request is refused by its length alone.
    private const long MaxBody = 80L * 1024 * 1024;

    /// <summary>Finds op, key and offset.</summary>
    public async Task<RequestMark> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        RequestTarget? target = Target(context);
        string? op = target?.Query["op"];
        long? offset = Number(target?.Query["offset"]);
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || target is { IsDownload: true })
        {
            return new RequestMark(target, op ?? FaultOps.Read, target?.Key, offset);
        }

        bool hasBody = request.ContentLength is not 0 and not > MaxBody
            && context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        if (!hasBody)
        {
            return new RequestMark(target, op, target?.Key, offset);
        }

        FieldScan scan = MultipartHeaders.TryGetBoundary(request.ContentType, out string? boundary)
            ? new FormScan(boundary)
            : new JsonScan();
        using (var body = new WatchedBody(request.BodyReader, options.BodyTimeout, options.ServiceClock))
        {
            await PeekAsync(context, body, scan);
        }

        return new RequestMark(target, scan.Op ?? op, target?.Key, Number(scan.Offset) ?? offset);
    }

    private RequestTarget? Target(HttpContext context)
    {
        try
        {
            string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return RequestTarget.Parse(raw, context.Request.Headers.Host, options.Profile == EmulatorProfile.Strict);
        }
        catch (RefusedException)
        {
            // Whoever works on the request says what is wrong with it.
            return null;
        }
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static async Task PeekAsync(HttpContext context, PipeReader body, FieldScan scan)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(context.RequestAborted);
            bool known = scan.Scan(read.Buffer.ToArray(), read.IsCompleted);
            bool enough = known || read.IsCompleted || read.IsCanceled;
            bool more = !enough && read.Buffer.Length < MaxPeek;
            body.AdvanceTo(read.Buffer.Start, more ? read.Buffer.End : read.Buffer.Start);
            if (enough)
            {
                return;
            }

            if (!more)
            {
                await SpoolAsync(context, scan);
                return;
            }
        }
    }

    /// <summary>The fields stand behind the content, so all of it is read, and given to those who work on it.</summary>
    private static async Task SpoolAsync(HttpContext context, FieldScan scan)
    {
        if (context.Request.ContentLength is not { } length)
        {
            return;
        }

        var whole = new MemoryStream((int)length);
        await context.Request.Body.CopyToAsync(whole, context.RequestAborted);
        scan.Scan(whole.GetBuffer().AsSpan(0, (int)whole.Length), isWhole: true);
        whole.Position = 0;
        context.Request.Body = whole;
    }

    /// <summary>Finds op and offset in what has come of a body so far.</summary>
    private abstract class FieldScan
    {
        public string? Op { get; protected set; }

        public string? Offset { get; protected set; }

        /// <summary>Whether all is known that can be.</summary>
        public abstract bool Scan(ReadOnlySpan<byte> body, bool isWhole);
    }

    private sealed class JsonScan : FieldScan
    {
        public override bool Scan(ReadOnlySpan<byte> body, bool isWhole)
        {
            if (!isWhole)
            {
                return false;
            }

            try
            {
                var reader = new Utf8JsonReader(body);
                using var document = JsonDocument.ParseValue(ref reader);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    Op = Text(document.RootElement, "op");
                    Offset = Text(document.RootElement, "offset");
                }
            }
            catch (JsonException)
            {
                // Whoever works on the request says what is wrong with it.
                return true;
            }

            return true;
        }

        private static string? Text(JsonElement root, string name) =>
            root.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
    }

    private sealed class FormScan(string boundary) : FieldScan
    {
        private readonly byte[] _delimiter = System.Text.Encoding.UTF8.GetBytes("--" + boundary);

        public override bool Scan(ReadOnlySpan<byte> body, bool isWhole)
        {
            int at = body.IndexOf(_delimiter);
            while (at >= 0)
            {
                ReadOnlySpan<byte> part = body[(at + _delimiter.Length)..];
                if (part.StartsWith("--"u8))
                {
                    return true;
                }

                int head = part.IndexOf("\r\n\r\n"u8);
                int length = head < 0 ? -1 : part[(head + 4)..].IndexOf(_delimiter);
                if (length < 0)
                {
                    return false;
                }

                Take(System.Text.Encoding.UTF8.GetString(part[..head]), part.Slice(head + 4, Math.Max(0, length - 2)));
                if (Op is not null && (!FaultOps.HasOffset(Op) || Offset is not null))
                {
                    return true;
                }

                at = body.Length - part.Length + head + 4 + length;
            }

            return false;
        }

        private void Take(string header, ReadOnlySpan<byte> value)
        {
            switch (MultipartHeaders.PartName(header)?.ToLowerInvariant())
            {
                case "op":
                    Op = System.Text.Encoding.UTF8.GetString(value);
                    break;
                case "offset":
                    Offset = System.Text.Encoding.UTF8.GetString(value);
                    break;
                default:
                    break;
            }
        }
    }
}
