namespace CosSlice.Emulator.Faults;

/// <summary>A body that is read at a rate.</summary>
internal sealed class SlowBody(Stream body, long bytesPerSecond) : ReadOnlyBody
{
    private readonly Rate _rate = Rate.Of(bytesPerSecond);
    private long _ahead;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Timers are coarse: many small reads are paid for at once.
        if (_ahead >= _rate.Bytes)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)_ahead / bytesPerSecond), cancellationToken);
            _ahead = 0;
        }

        int read = await body.ReadAsync(buffer[..Math.Min(buffer.Length, _rate.Bytes)], cancellationToken);
        _ahead += read;
        return read;
    }
}
