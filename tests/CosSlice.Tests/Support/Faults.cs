using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CosSlice.Tests.Support;

/// <summary>Stands before the emulator and does to chosen requests what networks and services do.</summary>
internal sealed class Faults
{
    private readonly ConcurrentQueue<Rule> _rules = [];

    /// <summary>Does something to the next requests of an op (of any op, where it is null).</summary>
    /// <param name="op">The protocol's op.</param>
    /// <param name="act">Does it; one of the methods below.</param>
    /// <param name="times">To how many requests.</param>
    public Faults On(string? op, Func<HttpContext, RequestDelegate, Task> act, int times = 1)
    {
        _rules.Enqueue(new Rule(op, act, times));
        return this;
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string? op = await PeekOpAsync(context);
        foreach (Rule rule in _rules)
        {
            if ((rule.Op is null || rule.Op == op) && rule.Take())
            {
                await rule.Act(context, next);
                return;
            }
        }

        await next(context);
    }

    /// <summary>The service acts, and its answer is lost on the way back.</summary>
    public static async Task LoseAnswer(HttpContext context, RequestDelegate next)
    {
        await RunUnheardAsync(context, next);
        context.Abort();
    }

    /// <summary>The connection breaks before the service sees the request.</summary>
    public static Task Break(HttpContext context, RequestDelegate next)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Something else answers, after the body was taken.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Answer(int status, string contentType, string body) => async (context, _) =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    };

    /// <summary>The service refuses.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Refuse(int status, int code)
        => Answer(status, "application/json", $$"""{"code":{{code}},"message":"refused by the test","request_id":"test"}""");

    /// <summary>The service acts, and its answer is altered on the way back.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Alter(Func<string, string> alter)
        => AlterBytes(answer => Encoding.UTF8.GetBytes(alter(Encoding.UTF8.GetString(answer))));

    /// <summary>The service acts, and its answer is altered on the way back.</summary>
    public static Func<HttpContext, RequestDelegate, Task> AlterBytes(Func<byte[], byte[]> alter) => async (context, next) =>
    {
        byte[] body = alter(await RunUnheardAsync(context, next));
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    };

    /// <summary>
    /// The request is taken whole and held until the test lets it go on, or the connection ends. (A server that does not
    /// take the body would not see the end of the connection behind it.)
    /// </summary>
    public static Func<HttpContext, RequestDelegate, Task> Hold(Action arrived, Task release, Action? ended = null) => async (context, next) =>
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
        arrived();
        try
        {
            await release.WaitAsync(context.RequestAborted);
            await next(context);
        }
        finally
        {
            ended?.Invoke();
        }
    };

    /// <summary>The test does something before the service sees the request.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Before(Action act) => (context, next) =>
    {
        act();
        return next(context);
    };

    private static async Task<byte[]> RunUnheardAsync(HttpContext context, RequestDelegate next)
    {
        IHttpResponseBodyFeature wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using MemoryStream unheard = new();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(unheard));
        await next(context);
        await context.Response.BodyWriter.FlushAsync();
        context.Features.Set(wire);
        return unheard.ToArray();
    }

    private static async Task<string?> PeekOpAsync(HttpContext context)
    {
        if (context.Request.Query["op"] is [{ } named])
        {
            return named;
        }

        const string mark = "name=\"op\"\r\n\r\n";
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(context.RequestAborted);
            string text = Encoding.Latin1.GetString(System.Buffers.BuffersExtensions.ToArray(read.Buffer.Slice(0, Math.Min(512, read.Buffer.Length))));
            int start = text.IndexOf(mark, StringComparison.Ordinal);
            int end = start < 0 ? -1 : text.IndexOf("\r\n", start + mark.Length, StringComparison.Ordinal);
            bool isDecided = end >= 0 || read.IsCompleted || read.Buffer.Length >= 512;
            reader.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided)
            {
                return end >= 0 ? text[(start + mark.Length)..end] : text.Contains("\"delete\"", StringComparison.Ordinal) ? "delete" : null;
            }
        }
    }

    private sealed class Rule(string? op, Func<HttpContext, RequestDelegate, Task> act, int times)
    {
        private int _left = times;

        public string? Op { get; } = op;

        public Func<HttpContext, RequestDelegate, Task> Act { get; } = act;

        public bool Take() => Interlocked.Decrement(ref _left) >= 0;
    }
}
