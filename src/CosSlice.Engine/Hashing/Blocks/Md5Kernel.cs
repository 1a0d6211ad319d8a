namespace CosSlice.Hashing.Blocks;

/// <summary>MD5's work on blocks (RFC 1321, 3.4).</summary>
/// <param name="vectors">What of the processor it may use; the processor must have it.</param>
internal sealed unsafe partial class Md5Kernel(VectorSet vectors) : BlockKernel
{
    /// <summary>What is fastest on this processor.</summary>
    public static Md5Kernel Best { get; } = new(VectorSets.Best);

    public override int StateWords => 4;

    public override int LeastLanes => vectors == VectorSet.None ? int.MaxValue : 2;

    protected override void Compress(uint* state, byte* data, int blocks) => Md5Blocks.Compress(state, data, blocks);
}
