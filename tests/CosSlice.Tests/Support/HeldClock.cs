namespace CosSlice.Tests.Support;

/// <summary>Time that stands still until the test lets the one who waits go on.</summary>
internal sealed class HeldClock : Clock
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private TimeSpan _wanted;
    private TimeSpan _elapsed;

    public override TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>Whether anyone waits for time to pass.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _waiting is { Task.IsCompleted: false };
            }
        }
    }

    /// <summary>Lets time pass until the one who waits is through, once there is one.</summary>
    public async Task PassAsync()
    {
        await HangGuard.Until(() => IsAwaited);
        TaskCompletionSource waiting;
        lock (_gate)
        {
            _elapsed += _wanted;
            waiting = _waiting!;
        }

        waiting.TrySetResult();
    }

    public override async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            Assert.True(_waiting is not { Task.IsCompleted: false }, "Two wait at once.");
            _waiting = waiting;
            _wanted = delay;
        }

        using (cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken)))
        {
            await waiting.Task.ConfigureAwait(false);
        }
    }
}
