using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;

namespace CosSlice.Hashing;

/// <summary>A hash of blocks of 64 bytes, whose length in bits comes at their end: takes a content's bytes from first to last.</summary>
internal abstract class BlockHash
{
    private readonly BlockKernel _kernel;
    private readonly byte[] _block = new byte[BlockKernel.BlockSize];
    private readonly bool _isHighestFirst;
    private LaneJob? _job;
    private bool _isFinished;

    /// <param name="kernel">The work on blocks.</param>
    /// <param name="state">The state at the beginning.</param>
    /// <param name="isHighestFirst">Whether the highest byte of a word comes first.</param>
    protected BlockHash(BlockKernel kernel, uint[] state, bool isHighestFirst)
    {
        _kernel = kernel;
        State = state;
        _isHighestFirst = isHighestFirst;
    }

    /// <summary>Bytes appended so far.</summary>
    public long Count { get; private set; }

    /// <summary>The words after the last whole block.</summary>
    protected uint[] State { get; }

    private int Pending => (int)(Count % BlockKernel.BlockSize);

    /// <summary>Takes the next bytes, any number of them at a time.</summary>
    public void Append(byte[] data, int offset, int count)
    {
        (int start, int blocks) = Take(data, offset, count);
        _kernel.Compress(State, data, start, blocks);
    }

    /// <summary>Takes the next bytes side by side with what else is hashed; they are not to be changed until it is done.</summary>
    /// <param name="lanes">Where they are hashed.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>What to end before anything else is asked of this hash; <see langword="null"/> where it is done already.</returns>
    public LaneJob? Begin(HashLanes lanes, byte[] data, int offset, int count)
    {
        (int start, int blocks) = Take(data, offset, count);
        if (blocks > 0 && lanes.IsOfUse)
        {
            _job = lanes.Begin(State, data, start, blocks);
            return _job;
        }

        _kernel.Compress(State, data, start, blocks);
        return null;
    }

    /// <summary>The same, done when the task is.</summary>
    public Task AppendAsync(HashLanes lanes, byte[] data, int offset, int count)
        => Begin(lanes, data, offset, count) is { } job ? lanes.EndAsync(job) : Task.CompletedTask;

    /// <summary>Ends the hash: its digest of everything appended. Nothing can be appended after it.</summary>
    public byte[] Finish()
    {
        const int lengthSize = 8;
        long bits = Count * 8;
        byte[] end = new byte[(Pending < BlockKernel.BlockSize - lengthSize ? 1 : 2) * BlockKernel.BlockSize - Pending];
        end[0] = 0x80;
        for (int i = 0; i < lengthSize; i++)
        {
            end[end.Length - 1 - i] = (byte)(bits >> (8 * (_isHighestFirst ? i : lengthSize - 1 - i)));
        }

        Append(end, 0, end.Length);
        _isFinished = true;

        byte[] digest = new byte[State.Length * sizeof(uint)];
        for (int i = 0; i < digest.Length; i++)
        {
            int place = i % sizeof(uint);
            digest[i] = (byte)(State[i / sizeof(uint)] >> (8 * (_isHighestFirst ? sizeof(uint) - 1 - place : place)));
        }

        return digest;
    }

    /// <exception cref="InvalidOperationException">The bytes so far are no multiple of 64, or the hash is finished.</exception>
    protected void EnsureBetweenBlocks()
    {
        EnsureAtRest();
        if (Pending != 0)
        {
            throw new InvalidOperationException($"After {Count} bytes there is no state to read.");
        }
    }

    private void EnsureAtRest()
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("The hash is finished.");
        }

        if (_job is { Ended.IsCompleted: false })
        {
            throw new InvalidOperationException("What was appended last is still being hashed.");
        }
    }

    /// <summary>Does with bytes what has to be done beside whole blocks, which are left to the caller.</summary>
    private (int Start, int Blocks) Take(byte[] data, int offset, int count)
    {
        EnsureAtRest();
        if (offset < 0 || count < 0 || offset > data.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        if (Pending > 0)
        {
            int taken = Math.Min(count, BlockKernel.BlockSize - Pending);
            Keep(data, offset, taken);
            offset += taken;
            count -= taken;
            if (Pending > 0)
            {
                return (offset, 0);
            }

            _kernel.Compress(State, _block, 0, 1);
        }

        int blocks = count / BlockKernel.BlockSize;
        int whole = blocks * BlockKernel.BlockSize;
        Count += whole;
        Keep(data, offset + whole, count - whole);
        return (offset, blocks);
    }

    private void Keep(byte[] data, int offset, int count)
    {
        Buffer.BlockCopy(data, offset, _block, Pending, count);
        Count += count;
    }
}
