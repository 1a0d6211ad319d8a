namespace CosSlice.Tests.Support;

/// <summary>Time that stands still until the test goes on to when the next of many waits is over.</summary>
/// <param name="random">Chance.</param>
internal sealed class QueuedClock(Random random) : Clock
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, TimeSpan> _waits = new();
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

    /// <summary>How many wait for time to pass.</summary>
    public int Waits
    {
        get
        {
            lock (_gate)
            {
                return _waits.UnorderedItems.Count(wait => !wait.Element.Task.IsCompleted);
            }
        }
    }

    /// <summary>Lets time pass until the next wait is over.</summary>
    /// <returns>Whether anybody still waited.</returns>
    public bool Pass()
    {
        lock (_gate)
        {
            while (_waits.TryDequeue(out TaskCompletionSource? next, out TimeSpan end))
            {
                TimeSpan before = _elapsed;
                _elapsed = end;
                if (next.TrySetResult())
                {
                    return true;
                }

                _elapsed = before;
            }

            return false;
        }
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        TaskCompletionSource wait = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waits.Enqueue(wait, _elapsed + delay);
        }

        cancellationToken.Register(() => wait.TrySetCanceled(cancellationToken));
        return wait.Task;
    }

    public override double NextDouble()
    {
        lock (_gate)
        {
            return random.NextDouble();
        }
    }
}
