#if NETSTANDARD2_0
namespace CosSlice.Hashing.Blocks;

internal sealed unsafe partial class Md5Kernel
{
    public override void CompressLanes(uint* states, byte** data, int blocks) => throw new NotSupportedException();
}
#endif
