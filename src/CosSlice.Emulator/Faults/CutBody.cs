using Microsoft.AspNetCore.Connections;

namespace CosSlice.Emulator.Faults;

/// <summary>A body that breaks off after some bytes, as it does when the client is lost.</summary>
internal sealed class CutBody(Stream body, long bytes) : ReadOnlyBody
{
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            // Who reads by way of a pipe waits for the first byte like this.
            return await body.ReadAsync(buffer, cancellationToken);
        }

        if (_left == 0)
        {
            throw new ConnectionAbortedException("A fault broke the request off.");
        }

        int read = await body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left = read == 0 ? 0 : _left - read;
        return read > 0 ? read : throw new ConnectionAbortedException("A fault broke the request off.");
    }
}
