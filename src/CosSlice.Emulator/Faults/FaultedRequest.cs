using System.Globalization;
using System.IO.Pipelines;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace CosSlice.Emulator.Faults;

/// <summary>A request that a fault happens to, and what faults are made of.</summary>
internal sealed class FaultedRequest
{
    private readonly FaultServices _services;
    private readonly PipeReader _body;

    public FaultedRequest(HttpContext context, FaultServices services, RequestMark mark)
    {
        Context = context;
        Mark = mark;
        _services = services;
        _body = context.Request.BodyReader;
        Wire = new Wire(context, _body, services.Stopping);
    }

    public HttpContext Context { get; }

    public RequestMark Mark { get; }

    public Wire Wire { get; }

    public ObjectStore Store => _services.Store;

    public FaultClock? Clock => _services.Options.FaultClock;

    public SliceFlips? Flips => _services.Options.Flips;

    /// <summary>Whether the service has seen the request.</summary>
    public bool IsPassed { get; private set; }

    /// <summary>Whether the fault itself has answered.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The object that is addressed; null for a folder and for what means nothing.</summary>
    public ObjectName? Object => Mark.Target is { IsFolder: false } target ? target.RequireFile() : null;

    /// <summary>Lets the service work on it and answer.</summary>
    public Task PassAsync()
    {
        IsPassed = true;
        return _services.Service(Context);
    }

    /// <summary>Lets the service work on it, unheard.</summary>
    public Task<CapturedAnswer> CaptureAsync()
    {
        IsPassed = true;
        return CapturedAnswer.TakeAsync(Context, _services.Service);
    }

    /// <summary>Lets the service work on it where it is to take effect, and else takes it and forgets it.</summary>
    public async Task TakeAsync(bool effect)
    {
        if (effect)
        {
            await CaptureAsync();
        }
        else
        {
            await BodyDrain.DrainAsync(_body, Context.RequestAborted);
        }
    }

    /// <summary>Lets the service work on what comes until the fault in the body, from which on it has lost the client.</summary>
    public async Task CaptureBrokenAsync(Stream body)
    {
        IsPassed = true;
        IHttpRequestLifetimeFeature lifetime = Context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        Stream whole = Context.Request.Body;
        Context.Request.Body = body;
        Context.Features.Set<IHttpRequestLifetimeFeature>(new HeldLifetime(lifetime));
        try
        {
            await CapturedAnswer.TakeAsync(Context, _services.Service);
        }
        finally
        {
            Context.Features.Set(lifetime);
            Context.Request.Body = whole;
        }
    }

    /// <summary>Answers in place of what the service said, or would have said.</summary>
    public async Task AnswerAsync(int http, string? contentType, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = Context.Response;
        IsAnswered = true;
        response.StatusCode = http;
        response.Headers.Server = "tencent-cos";
        response.Headers.Date = _services.Options.ServiceClock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        response.ContentType = contentType;
        response.ContentLength = null;
        if (http is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, Context.RequestAborted);
        }
    }

    /// <summary>Answers in the service's envelope.</summary>
    public Task AnswerAsync(int http, int code, string message)
    {
        string requestId = RequestId.Next(_services.Options.ServiceClock.GetUtcNow());
        Context.Response.Headers["x-cos-request-id"] = requestId;
        return AnswerAsync(http, "application/json; charset=utf-8", Answer.Of(code, http, message).ToJson(requestId));
    }

    /// <summary>Waits, as long as somebody waits for the answer.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Context.RequestAborted, _services.Stopping);
        await Task.Delay(time, end.Token);
    }

    /// <summary>Nobody ends the connection but the fault.</summary>
    private sealed class HeldLifetime(IHttpRequestLifetimeFeature lifetime) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted
        {
            get => lifetime.RequestAborted;
            set => lifetime.RequestAborted = value;
        }

        public void Abort()
        {
        }
    }
}
