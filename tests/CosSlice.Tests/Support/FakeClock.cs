namespace CosSlice.Tests.Support;

/// <summary>Time that passes only by waiting, at once.</summary>
internal sealed class FakeClock : Clock
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _delays = [];
    private TimeSpan _elapsed;

    public FakeClock(double chance = 0.5) => Chance = chance;

    public double Chance { get; set; }

    public DateTimeOffset Start { get; set; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset UtcNow => Start + Elapsed;

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

    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_gate)
            {
                return [.. _delays];
            }
        }
    }

    public void Advance(TimeSpan time)
    {
        lock (_gate)
        {
            _elapsed += time;
        }
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _delays.Add(delay);
            _elapsed += delay;
        }

        return Task.CompletedTask;
    }

    public override double NextDouble() => Chance;
}
