using System.Diagnostics;

namespace CosSlice;

/// <summary>Time and chance, so that tests can hold both still.</summary>
internal class Clock
{
    private static readonly object RandomGate = new();
    private static readonly Random Random = new();
    private readonly Stopwatch _running = Stopwatch.StartNew();

    public static Clock System { get; } = new();

    /// <summary>The time of day (UTC); it may jump.</summary>
    public virtual DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    /// <summary>Time that only ever goes forward.</summary>
    public virtual TimeSpan Elapsed => _running.Elapsed;

    /// <summary>Waits. Timers know whole milliseconds and drop what is beyond, which would make a short wait none.</summary>
    public virtual Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        => Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), cancellationToken);

    /// <summary>Chance between 0 (inclusive) and 1 (exclusive).</summary>
    public virtual double NextDouble()
    {
        lock (RandomGate)
        {
            return Random.NextDouble();
        }
    }
}
