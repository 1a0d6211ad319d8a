namespace CosSlice.Transfer;

/// <summary>
/// How long repeats may go on while nothing succeeds: one account for all requests of all files, so that a service that
/// is gone holds up a pipeline of a thousand files once and not a thousand times.
/// </summary>
internal sealed class RetryBudget(TimeSpan timeout, Clock clock)
{
    private readonly object _gate = new();
    private TimeSpan? _firstFailure;

    /// <summary>How long it has been since requests began to fail; zero while they succeed.</summary>
    public TimeSpan WithoutProgress
    {
        get
        {
            lock (_gate)
            {
                return _firstFailure is TimeSpan first ? clock.Elapsed - first : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A request succeeded.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            _firstFailure = null;
        }
    }

    /// <summary>A request failed: what is left of the budget, or <see langword="null"/> where it is used up.</summary>
    public TimeSpan? Fail()
    {
        lock (_gate)
        {
            TimeSpan now = clock.Elapsed;
            _firstFailure ??= now;
            TimeSpan left = timeout - (now - _firstFailure.Value);
            return left > TimeSpan.Zero ? left : null;
        }
    }
}
