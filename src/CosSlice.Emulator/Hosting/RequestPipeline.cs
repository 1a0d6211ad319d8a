using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Logging;
using CosSlice.Emulator.Operations;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace CosSlice.Emulator.Hosting;

/// <summary>Takes a request from its target to its answer.</summary>
internal sealed partial class RequestPipeline(EmulatorOptions options, ObjectStore store, UsedSignatures used, RequestLog log)
{
    // No op takes more than a slice or a simple upload; what goes beyond never gets past the proxy in front.
    private const long MaxBody = 80L * 1024 * 1024;

    // A place for content whose op is not known yet.
    private const long MaxSpooled = 72L * 1024 * 1024;

    private readonly SignatureCheck _signatures = new(options, used);
    private readonly OperationTable _operations = new(options, store);
    private readonly ObjectReader _reader = new(store);

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new WatchedBody(context.Request.BodyReader, options.BodyTimeout, options.ServiceClock);
        var exchange = new Exchange(context, body, RequestId.Next(options.ServiceClock.GetUtcNow()));
        using var form = new RequestForm();
        try
        {
            try
            {
                await RunAsync(exchange, form);
            }
            catch (RefusedException refused)
            {
                await RefuseAsync(exchange, form, Answer.Refusal(refused));
            }
            catch (BodyTimeoutException)
            {
                context.Response.Headers.Connection = "close";
                var refused = new RefusedException(CosCode.BodyTimeout, "no byte of the body came for too long");
                Send(exchange, form, Answer.Refusal(refused));
            }
            catch (MalformedFormException malformed)
            {
                await RefuseAsync(exchange, form, Answer.Refusal(new RefusedException(CosCode.BadForm, malformed.Message)));
            }
            catch (FrontProxyRefusedException refused)
            {
                await DrainAsync(exchange);
                SendHtml(exchange, form, refused.Message);
            }
        }
        catch (Exception gone) when (IsClientGone(gone, context))
        {
            Record(exchange, form, 0, null, "the client went away");
            context.Abort();
        }
        catch (Exception unexpected) when (Note(exchange, form, unexpected))
        {
            throw;
        }
    }

    private static bool IsClientGone(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException or ConnectionResetException or ConnectionAbortedException => true,
        OperationCanceledException => context.RequestAborted.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Leaves a trace of a fault of the emulator itself, which Kestrel answers with a bare 500.</summary>
    private bool Note(Exchange exchange, RequestForm form, Exception unexpected)
    {
        Record(exchange, form, StatusCodes.Status500InternalServerError, null, $"fault in the emulator: {unexpected}");
        return false;
    }

    private async Task RunAsync(Exchange exchange, RequestForm form)
    {
        HttpContext context = exchange.Context;
        HttpRequest request = context.Request;
        CancellationToken aborted = context.RequestAborted;
        bool strict = options.Profile == EmulatorProfile.Strict;
        string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestTarget target = RequestTarget.Parse(raw, request.Headers.Host, strict);
        exchange.Target = target;

        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (target.IsDownload && !reads)
        {
            throw new RefusedException(CosCode.BadMethod, "only GET and HEAD are answered at this host");
        }

        if (target.IsDownload || (reads && target.Query["op"] is null))
        {
            CheckBucket(target);
            await SendObjectAsync(exchange, form, await _reader.OpenAsync(target, aborted));
            return;
        }

        if (!reads && !HttpMethods.IsPost(request.Method))
        {
            throw new RefusedException(CosCode.BadMethod, "the method is neither GET nor POST");
        }

        if (!reads)
        {
            CheckLength(request, strict);
        }

        Signature signature = _signatures.Authenticate(SignatureText(request, target), target);
        CheckBucket(target);
        await FormReader.ReadAsync(
            request, exchange.Body, target.Query, form, fields => OpenContentAsync(target, fields, aborted), aborted);
        IOperation operation = _operations.Find(form["op"], request.Method, target.Version);
        _signatures.Authorize(signature, operation.Signature);
        Answer answer = await operation.RunAsync(new OperationRequest(target, form), aborted);
        Send(exchange, form, answer);
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex BucketName();

    private static string? SignatureText(HttpRequest request, RequestTarget target)
    {
        string? header = request.Headers.Authorization;

        // A plus sign that a client forgot to escape in the query is no space: Base64 has none.
        return string.IsNullOrEmpty(header) ? target.Query["sign"]?.Replace(' ', '+') : header.Trim();
    }

    private static void CheckLength(HttpRequest request, bool strict)
    {
        if (request.ContentLength is null && strict)
        {
            throw new RefusedException(CosCode.BadForm, "the request has no Content-Length") { HttpStatus = 411 };
        }

        if (request.ContentLength > MaxBody)
        {
            throw new FrontProxyRefusedException("the body is larger than any request may be");
        }
    }

    private void CheckBucket(RequestTarget target)
    {
        bool known = options.Accounts.Any(account => account.AppId == target.AppId && account.Buckets.Contains(target.Bucket));
        if (!known)
        {
            // With this meaning only v4 has the code.
            bool named = target.Version == ApiVersion.V1 || BucketName().IsMatch(target.Bucket);
            throw new RefusedException(named ? CosCode.BucketMissing : CosCode.BadBucketName);
        }
    }

    private async ValueTask<IContentSink> OpenContentAsync(RequestTarget target, RequestForm form, CancellationToken aborted)
    {
        if (_operations.FindSliceOperation(target, form) is { } slices)
        {
            return await slices.OpenAsync(target, form, aborted);
        }

        bool upload = form["op"] == "upload";
        return upload
            ? store.OpenSpool(new ContentDigest(md5: false, sha1: !options.Discard), Upload.MaxBytes, Upload.TooLarge)
            : store.OpenSpool(DigestOfAny(), MaxSpooled, TooLarge);
    }

    /// <summary>The op may come after the content, so all that some op asks for is computed.</summary>
    private ContentDigest DigestOfAny() => options.Discard
        ? new ContentDigest(md5: options.AnswerDataMd5 || options.CheckDataMd5, sha1: options.V1CheckSliceSha)
        : new ContentDigest(md5: true, sha1: true);

    private static RefusedException TooLarge() => new(CosCode.ContentTooLarge, "filecontent is too large");

    private async Task RefuseAsync(Exchange exchange, RequestForm form, Answer answer)
    {
        await DrainAsync(exchange);
        Send(exchange, form, answer);
    }

    private static async Task DrainAsync(Exchange exchange)
    {
        if (!await BodyDrain.DrainAsync(exchange.Body, exchange.Context.RequestAborted))
        {
            exchange.Context.Response.Headers.Connection = "close";
        }
    }

    private void Send(Exchange exchange, RequestForm form, Answer answer)
    {
        HttpResponse response = exchange.Context.Response;
        ReadOnlyMemory<byte> body = answer.ToJson(exchange.RequestId);
        Head(exchange, answer.HttpStatus);
        response.ContentType = "application/json; charset=utf-8";
        if (options.V1ExampleForms && exchange.Target?.Version == ApiVersion.V1)
        {
            WriteExampleHead(response, answer.Code);
        }

        response.ContentLength = body.Length;
        Record(exchange, form, response.StatusCode, answer.Code, answer.Message, answer.Note);
        if (!HttpMethods.IsHead(exchange.Context.Request.Method))
        {
            Write(response, body.Span);
        }
    }

    /// <summary>
    /// The examples of the v1 pages have these headers, and its list of statuses has 612 for a missing file and 631 for an
    /// app id that nobody has.
    /// </summary>
    private static void WriteExampleHead(HttpResponse response, int code)
    {
        response.ContentType = "/";
        response.Headers.Server = "nginx";
        response.StatusCode = code switch
        {
            CosCode.FileNotFound => 612,
            CosCode.AppIdUnknownV1 => 631,
            _ => response.StatusCode,
        };
    }

    /// <summary>The proxy in front of the service answers bodies over its limit itself, and in HTML.</summary>
    private void SendHtml(Exchange exchange, RequestForm form, string reason)
    {
        byte[] body = [.. "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n"u8,
            .. "<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n</body>\r\n</html>\r\n"u8];
        HttpResponse response = exchange.Context.Response;
        Head(exchange, StatusCodes.Status413PayloadTooLarge);
        response.ContentType = "text/html";
        response.ContentLength = body.Length;
        Record(exchange, form, response.StatusCode, null, reason);
        Write(response, body);
    }

    /// <summary>Leaves the sending to the end of the request, so that what runs around it can still lose the answer.</summary>
    private static void Write(HttpResponse response, ReadOnlySpan<byte> body) => response.BodyWriter.Write(body);

    private async Task SendObjectAsync(Exchange exchange, RequestForm form, IResult result)
    {
        Head(exchange, StatusCodes.Status200OK);
        exchange.Context.Response.OnStarting(() =>
        {
            Record(exchange, form, exchange.Context.Response.StatusCode, null, "object");
            return Task.CompletedTask;
        });
        await result.ExecuteAsync(exchange.Context);
    }

    private void Head(Exchange exchange, int status)
    {
        HttpResponse response = exchange.Context.Response;
        response.StatusCode = status;
        response.Headers.Server = "tencent-cos";
        response.Headers.Date = options.ServiceClock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        response.Headers["x-cos-request-id"] = exchange.RequestId;
    }

    private void Record(Exchange exchange, RequestForm form, int status, int? code, string message, string? note = null) => log.Add(new RequestRecord
    {
        Time = options.ServiceClock.GetUtcNow(),
        Method = exchange.Context.Request.Method,
        Op = form["op"] ?? exchange.Target?.Query["op"],
        Bucket = exchange.Target?.Bucket,
        Key = exchange.Target?.Key,
        Offset = long.TryParse(form["offset"], out long offset) ? offset : null,
        DataLength = form.Content?.Length,
        HttpStatus = status,
        Code = code,
        Message = message,
        Note = note,
        RequestId = exchange.RequestId,
        Elapsed = Stopwatch.GetElapsedTime(exchange.Started),
    });

    /// <summary>A request while it is worked on.</summary>
    private sealed class Exchange(HttpContext context, WatchedBody body, string requestId)
    {
        public HttpContext Context { get; } = context;

        public WatchedBody Body { get; } = body;

        public string RequestId { get; } = requestId;

        public long Started { get; } = Stopwatch.GetTimestamp();

        public RequestTarget? Target { get; set; }
    }
}
