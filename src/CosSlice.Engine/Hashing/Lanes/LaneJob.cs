using CosSlice.Hashing.Blocks;

namespace CosSlice.Hashing.Lanes;

/// <summary>Blocks of one stream that wait to be hashed, or are being hashed.</summary>
internal sealed class LaneJob
{
    private readonly TaskCompletionSource<bool> _ended;

    /// <param name="state">The stream's state, which the blocks are taken into.</param>
    /// <param name="data">Where the blocks are.</param>
    /// <param name="offset">Bytes before the first of them.</param>
    /// <param name="blocks">How many there are; more than 0.</param>
    /// <param name="continuation">Where what waits for its end goes on.</param>
    public LaneJob(uint[] state, byte[] data, int offset, int blocks, TaskCreationOptions continuation)
    {
        State = state;
        Data = data;
        Offset = offset;
        Blocks = blocks;
        _ended = new TaskCompletionSource<bool>(continuation);
    }

    public uint[] State { get; }

    public byte[] Data { get; }

    /// <summary>Where the first block that is left begins.</summary>
    public int Offset { get; private set; }

    /// <summary>How many are left.</summary>
    public int Blocks { get; private set; }

    /// <summary>Whether somebody waits for the end.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Done when all blocks are.</summary>
    public Task Ended => _ended.Task;

    /// <summary>So many blocks are done.</summary>
    public void Advance(int blocks)
    {
        Offset += blocks * BlockKernel.BlockSize;
        Blocks -= blocks;
    }

    /// <summary>Tells whoever waits.</summary>
    public void End() => _ended.TrySetResult(true);

    /// <summary>Tells whoever waits that nothing will come of it.</summary>
    public void Fail(Exception failure) => _ended.TrySetException(failure);
}
