namespace CosSlice.Signatures;

/// <summary>
/// The time as the service has it: this machine's, until an answer shows that it is wrong. A signature bears the time it
/// was made at, and is refused where the two clocks lie too far apart.
/// </summary>
internal sealed class ServerClock(Clock clock)
{
    // Less than that no signature fails by, and the header counts whole seconds.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    // A machine whose battery is dead may live decades ago. What lies further off is no time, and the end of all time leaves none to count on from.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(36_525);

    private long _offsetTicks;

    public DateTimeOffset UtcNow => clock.UtcNow + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public double NextDouble() => clock.NextDouble();

    /// <summary>Learns the service's time from an answer that called a signature expired.</summary>
    /// <param name="serverNow">The answer's Date header.</param>
    /// <returns>How far this machine's clock is behind the service's (less than zero: ahead), or <see langword="null"/> where it is right or no time could be that far off.</returns>
    public TimeSpan? Learn(DateTimeOffset serverNow)
    {
        TimeSpan difference = (serverNow - UtcNow).Duration();
        if (difference < Tolerance || difference > Furthest)
        {
            return null;
        }

        TimeSpan offset = serverNow - clock.UtcNow;
        Interlocked.Exchange(ref _offsetTicks, offset.Ticks);
        return offset;
    }
}
