using System.Collections.Concurrent;

namespace CosSlice.Http;

/// <summary>Buffers of one size, used again. There are never more than were in use at the same moment.</summary>
internal sealed class BufferPool(int size)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public byte[] Rent() => _free.TryTake(out byte[]? buffer) ? buffer : new byte[size];

    public void Return(byte[] buffer) => _free.Add(buffer);
}
