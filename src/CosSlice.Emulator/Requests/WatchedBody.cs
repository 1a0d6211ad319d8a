using System.IO.Pipelines;

namespace CosSlice.Emulator.Requests;

/// <summary>
/// A request's body that gives up when it brings no byte for too long (error -5963): a client whose connection died
/// without a word must not hold its slice for ever.
/// </summary>
internal sealed class WatchedBody : PipeReader, IDisposable
{
    private readonly PipeReader _body;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;

    // When the pending read began; 0 while none is pending.
    private long _waitingSince;

    public WatchedBody(PipeReader body, TimeSpan timeout, TimeProvider clock)
    {
        _body = body;
        _clock = clock;
        _timeout = timeout;
        _timer = clock.CreateTimer(static state => ((WatchedBody)state!).Tick(), this, timeout, timeout / 2);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> read = _body.ReadAsync(cancellationToken);
        if (read.IsCompleted)
        {
            return await read;
        }

        Volatile.Write(ref _waitingSince, Math.Max(1, _clock.GetTimestamp()));
        try
        {
            return await read;
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    public override bool TryRead(out ReadResult result) => _body.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => _body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _body.Complete(exception);

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        long since = Volatile.Read(ref _waitingSince);
        if (since != 0 && _clock.GetElapsedTime(since) >= _timeout)
        {
            _body.CancelPendingRead();
        }
    }
}
