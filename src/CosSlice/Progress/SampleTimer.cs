namespace CosSlice.Progress;

/// <summary>
/// When it is time to look at the counters again: about four times a second, however often it is asked. What is done within half a
/// second needs no bar, which would be a flicker.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class SampleTimer(Clock clock)
{
    /// <summary>How often at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The time before the first look.</summary>
    public static readonly TimeSpan Beginning = TimeSpan.FromMilliseconds(500);

    private TimeSpan _next = clock.Elapsed + Beginning;

    /// <summary>The time until then.</summary>
    public TimeSpan Left => _next > clock.Elapsed ? _next - clock.Elapsed : TimeSpan.Zero;

    /// <summary>Whether it is time now; if so, the next time is an interval away.</summary>
    public bool IsDue()
    {
        TimeSpan now = clock.Elapsed;
        bool isDue = now >= _next;
        _next = isDue ? now + Interval : _next;
        return isDue;
    }
}
