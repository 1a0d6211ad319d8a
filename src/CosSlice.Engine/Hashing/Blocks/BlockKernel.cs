namespace CosSlice.Hashing.Blocks;

/// <summary>What a hash does with whole blocks of 64 bytes, where all of its time goes: for one stream of them, or for several side by side.</summary>
internal abstract unsafe class BlockKernel
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 64;

    /// <summary>The most streams that go side by side.</summary>
    public const int Lanes = 8;

    /// <summary>Words of a state.</summary>
    public abstract int StateWords { get; }

    /// <summary>From how many streams on they go faster side by side; more than <see cref="Lanes"/> where the processor has nothing for it.</summary>
    public abstract int LeastLanes { get; }

    /// <summary>Takes blocks of one stream into its state.</summary>
    public void Compress(uint[] state, byte[] data, int offset, int blocks)
    {
        if (blocks == 0)
        {
            return;
        }

        fixed (uint* words = state)
        fixed (byte* bytes = &data[offset])
        {
            Compress(words, bytes, blocks);
        }
    }

    /// <summary>Takes as many blocks of each of <see cref="Lanes"/> streams into their states.</summary>
    /// <param name="states">The first word of every stream's state, the second of every one's, and so on.</param>
    /// <param name="data">Where the blocks of each stream are.</param>
    /// <param name="blocks">How many.</param>
    public abstract void CompressLanes(uint* states, byte** data, int blocks);

    /// <inheritdoc cref="Compress(uint[], byte[], int, int)"/>
    protected abstract void Compress(uint* state, byte* data, int blocks);
}
