using System.IO.Pipelines;
using System.Net.NetworkInformation;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Interruptions;

/// <summary>Stands before the service and kills the process that uploads to it at a chosen moment.</summary>
internal sealed class KillSwitch
{
    private readonly Lock _gate = new();
    private readonly Service _service;
    private KillPoint? _point;
    private Action _kill = () => { };
    private int _slices;
    private int _begins;
    private int _inside;

    public KillSwitch(Service service)
    {
        _service = service;
        service.Faults
            .On("upload_slice_init", Counted(BeginAsync), int.MaxValue)
            .On("upload_slice_list", Counted(AskAsync), int.MaxValue)
            .On("upload_slice_data", Counted(SliceAsync), int.MaxValue)
            .On("upload_slice_finish", Counted(FinishAsync), int.MaxValue)
            .On("upload_slice", Counted(V1Async), int.MaxValue);
    }

    /// <summary>Whether the last process was killed.</summary>
    public bool HasFired { get; private set; }

    /// <summary>How many requests the service had answered when the last process was killed.</summary>
    public int AnsweredAtKill { get; private set; }

    /// <summary>Makes ready for the next process.</summary>
    /// <param name="point">When it is to die; <see langword="null"/> for never.</param>
    /// <param name="kill">Kills it.</param>
    public void Arm(KillPoint? point, Action kill)
    {
        lock (_gate)
        {
            (_point, _kill, _slices, _begins, HasFired) = (point, kill, 0, 0, false);
        }
    }

    /// <summary>The process says that it reads the file.</summary>
    public void HearHashing() => FireAt(KillMoment.Hashing);

    /// <summary>Waits until the service has done with all that the dead process has sent.</summary>
    public Task QuietAsync() => HangGuard.Until(() => !HasConnection() && Volatile.Read(ref _inside) == 0);

    private Task BeginAsync(HttpContext context, RequestDelegate next)
        => AroundAsync(context, next, before: KillMoment.Beginning, after: KillMoment.Begun);

    private Task AskAsync(HttpContext context, RequestDelegate next) => AroundAsync(context, next, before: KillMoment.Asking, after: null);

    private Task V1Async(HttpContext context, RequestDelegate next)
        => Interlocked.Increment(ref _begins) == 1 ? BeginAsync(context, next) : SliceAsync(context, next);

    private Task FinishAsync(HttpContext context, RequestDelegate next)
    {
        if (_point is null or { MayFinish: true, Moment: not KillMoment.FinishUnheard })
        {
            return AroundAsync(context, next, before: null, after: KillMoment.Finished);
        }

        Fire();
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task SliceAsync(HttpContext context, RequestDelegate next)
    {
        if (_point is not { } point || Interlocked.Increment(ref _slices) <= point.Slices)
        {
            await AroundAsync(context, next, before: null, after: null);
            return;
        }

        switch (point.Moment)
        {
            case KillMoment.SliceInBody:
                PipeReader body = context.Request.BodyReader;
                ReadResult read = await body.ReadAtLeastAsync(point.BodyBytes, context.RequestAborted);
                body.AdvanceTo(read.Buffer.Start);
                Fire();
                await AroundAsync(context, next, before: null, after: null);
                break;
            case KillMoment.SliceStored:
                await AroundAsync(context, next, before: null, after: KillMoment.SliceStored);
                break;
            case KillMoment.SliceAnswered:
                context.Response.OnCompleted(() =>
                {
                    Fire();
                    return Task.CompletedTask;
                });
                await AroundAsync(context, next, before: null, after: null);
                break;
            default:
                Fire();
                await AroundAsync(context, next, before: null, after: null);
                break;
        }
    }

    /// <summary>The service acts; the process may die before, or after and without an answer.</summary>
    private async Task AroundAsync(HttpContext context, RequestDelegate next, KillMoment? before, KillMoment? after)
    {
        FireAt(before);
        if (after is null || _point?.Moment != after)
        {
            await next(context);
            return;
        }

        await Faults.LoseAnswer(context, async inner =>
        {
            await next(inner);
            Fire();
        });
    }

    private Func<HttpContext, RequestDelegate, Task> Counted(Func<HttpContext, RequestDelegate, Task> act) => async (context, next) =>
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await act(context, next);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    };

    // What the dead process had written to a connection before may still come out of it.
    private bool HasConnection() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(connection =>
        connection.LocalEndPoint.Port == _service.Emulator.Endpoint.Port && connection.State is TcpState.Established or TcpState.CloseWait);

    private void FireAt(KillMoment? moment)
    {
        if (moment is not null && _point?.Moment == moment)
        {
            Fire();
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!HasFired)
            {
                HasFired = true;
                _kill();
                AnsweredAtKill = _service.Emulator.Requests.Count;
            }
        }
    }
}
