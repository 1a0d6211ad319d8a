using System.Diagnostics;

namespace CosSlice.Benchmarks.Wan;

/// <summary>One direction of a line: what goes over it takes its turn, and arrives a while after it has left.</summary>
/// <param name="bytesPerSecond">Its rate, shared by all connections.</param>
/// <param name="delay">From one end to the other.</param>
internal sealed class Link(double bytesPerSecond, TimeSpan delay)
{
    // What waits before the line at most: a usual router's queue at a rate like this.
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMilliseconds(60);

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _free;

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>From one end to the other.</summary>
    public TimeSpan Delay => delay;

    /// <summary>Puts bytes on the line.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="earliest">When they can be there at the earliest.</param>
    /// <returns>When they arrive at the other end, and when the next ones may be put behind them.</returns>
    public (TimeSpan Arrival, TimeSpan Next) Put(int bytes, TimeSpan earliest)
    {
        lock (_gate)
        {
            TimeSpan start = new(Math.Max(Math.Max(_free.Ticks, earliest.Ticks), Now.Ticks));
            _free = start + TimeSpan.FromSeconds(bytes / bytesPerSecond);
            return (_free + delay, _free - LongestQueue);
        }
    }

    /// <summary>Waits until a time of <see cref="Now"/>; timers know whole milliseconds, and late ones are made up for.</summary>
    public async Task UntilAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        TimeSpan left = time - Now;
        if (left >= TimeSpan.FromMilliseconds(1))
        {
            await Task.Delay(left, cancellationToken);
        }
    }
}
