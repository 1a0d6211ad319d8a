namespace CosSlice.Progress;

/// <summary>
/// When it is time to look at the counters again: about four times a second, however often it is asked. A command that is over within half
/// a second has no bar: it would be a flicker.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class SampleTimer(Clock clock)
{
    /// <summary>How often at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The time from the beginning of the command to the first look.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    private TimeSpan _next = clock.Elapsed + First;

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
