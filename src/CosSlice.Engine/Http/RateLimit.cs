namespace CosSlice.Http;

/// <summary>
/// A token bucket: so many bytes of content a second over all requests, which are served in order of arrival. It starts empty;
/// what is not used is kept for a tenth of a second, which makes up for timers that wake late and is the largest burst.
/// </summary>
/// <param name="bytesPerSecond">1024 or more.</param>
/// <param name="clock">The time.</param>
#pragma warning disable CA1001 // the semaphore holds no handle, and disposing of it would race with requests that end
internal sealed class RateLimit(long bytesPerSecond, Clock clock)
#pragma warning restore CA1001
{
    /// <summary>How long what is not used is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMilliseconds(100);

    // Whoever holds it is the only one to look at the time and to wait for it to pass; the others stand in line for it.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // When all that was permitted so far is paid for: ticks, and the part of a tick beyond them in units of 1 / bytesPerSecond.
    private long _paidAt = clock.Elapsed.Ticks;
    private ulong _fraction;

    /// <summary>The most bytes that are permitted at once: no more than the largest burst.</summary>
    public long Most { get; } = bytesPerSecond / (TimeSpan.TicksPerSecond / Kept.Ticks);

    /// <summary>Waits until so many bytes may be sent. A wait that is cancelled costs the others nothing.</summary>
    /// <param name="bytes">Up to <see cref="Most"/>.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    public async Task WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long now = clock.Elapsed.Ticks;
            if (_paidAt < now - Kept.Ticks)
            {
                _paidAt = now - Kept.Ticks;
                _fraction = 0;
            }

            ulong cost = ((ulong)bytes * TimeSpan.TicksPerSecond) + _fraction;
            long paidAt = _paidAt + (long)(cost / (ulong)bytesPerSecond);
            ulong fraction = cost % (ulong)bytesPerSecond;
            TimeSpan from = TimeSpan.FromTicks(fraction == 0 ? paidAt : paidAt + 1);

            // Timers may wake early by their own clock.
            for (TimeSpan left; (left = from - clock.Elapsed) > TimeSpan.Zero;)
            {
                await clock.DelayAsync(left, cancellationToken).ConfigureAwait(false);
            }

            _paidAt = paidAt;
            _fraction = fraction;
        }
        finally
        {
            _turn.Release();
        }
    }
}
