namespace CosSlice.Transfer;

/// <summary>
/// How long repeats may go on while nothing succeeds: one account for all requests of all files, so that a service that
/// is gone holds up a pipeline of a thousand files once and not a thousand times.
/// </summary>
/// <param name="timeout">How long nothing may succeed.</param>
/// <param name="silence">Failures further apart than this do not belong together: nothing was tried in between.</param>
/// <param name="clock">The time.</param>
internal sealed class RetryBudget(TimeSpan timeout, TimeSpan silence, Clock clock)
{
    private readonly object _gate = new();
    private TimeSpan? _firstFailure;
    private TimeSpan _lastFailure;

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

    /// <summary>What is left of the budget; zero or less where it is used up.</summary>
    public TimeSpan Left => timeout - WithoutProgress;

    /// <summary>A request succeeded.</summary>
    /// <returns>Whether requests had failed before it.</returns>
    public bool Succeed()
    {
        lock (_gate)
        {
            bool hadFailed = _firstFailure is not null;
            _firstFailure = null;
            return hadFailed;
        }
    }

    /// <summary>A request failed: what is left of the budget, or <see langword="null"/> where it is used up.</summary>
    public TimeSpan? Fail()
    {
        lock (_gate)
        {
            TimeSpan now = clock.Elapsed;
            if (_firstFailure is null || now - _lastFailure > silence)
            {
                _firstFailure = now;
            }

            _lastFailure = now;
            TimeSpan left = timeout - (now - _firstFailure.Value);
            return left > TimeSpan.Zero ? left : null;
        }
    }
}
