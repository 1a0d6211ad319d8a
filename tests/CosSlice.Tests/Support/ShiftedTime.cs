namespace CosSlice.Tests.Support;

/// <summary>The clock of a machine whose time of day is wrong.</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
