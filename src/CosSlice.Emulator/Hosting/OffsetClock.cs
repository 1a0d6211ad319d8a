namespace CosSlice.Emulator.Hosting;

/// <summary>A clock that tells another time of day than the one it is made of; waiting takes as long.</summary>
internal sealed class OffsetClock(TimeProvider clock, TimeSpan offset) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + offset;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
