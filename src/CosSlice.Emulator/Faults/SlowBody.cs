namespace CosSlice.Emulator.Faults;

/// <summary>A body that is read at a rate.</summary>
internal sealed class SlowBody(Stream body, long bytesPerSecond) : ReadOnlyBody
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Rate rate = Rate.Of(bytesPerSecond);
        await Task.Delay(rate.Pause, cancellationToken);
        return await body.ReadAsync(buffer[..Math.Min(buffer.Length, rate.Bytes)], cancellationToken);
    }
}
