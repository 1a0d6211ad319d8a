using CosSlice.Emulator.Faults.Kinds;
using Microsoft.AspNetCore.Connections;

namespace CosSlice.Emulator.Faults;

/// <summary>Stands before the service, and does to requests what was set.</summary>
internal sealed class FaultGate(FaultServices services)
{
    private readonly RequestPeek _peek = new(services.Options);

    // Null while nothing is set.
    private volatile FaultPlan? _plan;

    public FaultPlan? Plan => _plan;

    /// <summary>Sets rules in place of those before; null for none.</summary>
    /// <exception cref="FaultRuleException">They ask for what this emulator can't do.</exception>
    public void Set(FaultSet? set)
    {
        for (int i = 0; i < set?.Rules?.Count; i++)
        {
            if (services.Options.Discard && set.Rules[i] is FlipFault)
            {
                throw new FaultRuleException($"rules[{i}].fault", "what is discarded has no byte to flip");
            }
        }

        if (services.Options.Discard && set?.Random?.Kinds?.Contains(FlipFault.Kind) == true)
        {
            throw new FaultRuleException("random.kinds", "what is discarded has no byte to flip");
        }

        _plan = set is null ? null : new FaultPlan(set);
    }

    public Task HandleAsync(HttpContext context) => _plan is { } plan ? HandleAsync(context, plan) : services.Service(context);

    private async Task HandleAsync(HttpContext context, FaultPlan plan)
    {
        try
        {
            RequestMark mark = await _peek.ReadAsync(context);
            if (plan.Choose(mark) is { } fault)
            {
                await RunAsync(context, mark, fault);
            }
            else
            {
                await services.Service(context);
            }
        }
        catch (Exception gone) when (gone is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException
            or OperationCanceledException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException
            && (context.RequestAborted.IsCancellationRequested || services.Stopping.IsCancellationRequested || !context.Response.HasStarted))
        {
            // The client has gone, or the emulator ends, while the fault was at work.
            context.Abort();
        }
    }

    private async Task RunAsync(HttpContext context, RequestMark mark, FaultRule fault)
    {
        var request = new FaultedRequest(context, services, mark);
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            await fault.RunAsync(request);
        }
        finally
        {
            if (!request.IsPassed)
            {
                // The service itself tells of all others.
                services.Log.Add(new RequestRecord
                {
                    Time = services.Options.ServiceClock.GetUtcNow(),
                    Method = context.Request.Method,
                    Op = mark.Op,
                    Bucket = mark.Target?.Bucket,
                    Key = mark.Key,
                    Offset = mark.Offset,
                    HttpStatus = request.IsAnswered ? context.Response.StatusCode : 0,
                    Message = $"fault: {fault.Name}",
                    RequestId = context.Response.Headers["x-cos-request-id"].ToString(),
                    Elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started),
                });
            }
        }
    }
}
