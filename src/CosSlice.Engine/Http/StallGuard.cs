namespace CosSlice.Http;

/// <summary>
/// Ends a request that makes no headway: each phase is given a time, and every byte moved winds the clock up again.
/// </summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _firstPhase;
    private readonly TimeSpan _withoutByteMoved;
    private volatile bool _hasMoved;

    public StallGuard(TimeSpan firstPhase, TimeSpan withoutByteMoved, CancellationToken caller)
    {
        _caller = caller;
        _firstPhase = firstPhase;
        _withoutByteMoved = withoutByteMoved;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source.CancelAfter(firstPhase);
    }

    /// <summary>How long the phase that the request is in may take without a byte moved.</summary>
    public TimeSpan Allowed => _hasMoved ? _withoutByteMoved : _firstPhase;

    /// <summary>Cancelled by the caller or by the guard.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the guard, not the caller, ended the request.</summary>
    public bool HasFired => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>A byte moved.</summary>
    public void Touch()
    {
        _hasMoved = true;
        _source.CancelAfter(_withoutByteMoved);
    }

    /// <summary>From here to the next byte moved, the request waits for this machine and not for the other side.</summary>
    public void Pause() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();
}
