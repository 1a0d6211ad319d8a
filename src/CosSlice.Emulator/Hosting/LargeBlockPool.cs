using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace CosSlice.Emulator.Hosting;

/// <summary>
/// Gives Kestrel's pipes blocks of 64 KiB instead of 4 KiB: a slice then takes a sixteenth of the receive calls, searches
/// and writes. The block that was given back last is the next one out, as it is still in the processor's cache.
/// </summary>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    private const int BlockSize = 64 * 1024;

    // 64 MiB at rest, whatever the peak was.
    private const int MaxIdle = 1024;

    private readonly Lock _lock = new();
    private readonly Stack<Block> _idle = new();

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        lock (_lock)
        {
            if (_idle.TryPop(out Block? block))
            {
                return block;
            }
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _idle.Clear();
        }
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            if (_idle.Count < MaxIdle)
            {
                _idle.Push(block);
            }
        }
    }

    /// <summary>Makes the pools that Kestrel asks for.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool();
    }

    private sealed class Block(LargeBlockPool pool) : IMemoryOwner<byte>
    {
        // Pinned, as sockets and files would otherwise pin it anew for every call.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}
