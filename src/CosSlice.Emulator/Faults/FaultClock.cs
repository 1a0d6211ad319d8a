namespace CosSlice.Emulator.Faults;

/// <summary>The service's clock, which some requests find to be wrong.</summary>
internal sealed class FaultClock(TimeProvider clock) : TimeProvider
{
    private readonly AsyncLocal<TimeSpan> _shift = new();

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>Sets the clock wrong for the request that is worked on.</summary>
    public void Shift(TimeSpan shift) => _shift.Value = shift;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + _shift.Value;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
