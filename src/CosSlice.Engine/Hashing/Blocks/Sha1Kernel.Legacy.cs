#if NETSTANDARD2_0
namespace CosSlice.Hashing.Blocks;

internal sealed unsafe partial class Sha1Kernel
{
    public override void CompressLanes(uint* states, byte** data, int blocks) => throw new NotSupportedException();

    protected override void Compress(uint* state, byte* data, int blocks) => Sha1Blocks.Compress(state, data, blocks);
}
#endif
