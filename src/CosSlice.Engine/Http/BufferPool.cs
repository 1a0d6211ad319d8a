using System.Collections.Concurrent;

namespace CosSlice.Http;

/// <summary>Buffers of one size, used again. Their number never exceeds that of the requests in flight.</summary>
internal sealed class BufferPool(int size)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public byte[] Rent() => _free.TryTake(out byte[]? buffer) ? buffer : new byte[size];

    public void Return(byte[] buffer) => _free.Add(buffer);
}
