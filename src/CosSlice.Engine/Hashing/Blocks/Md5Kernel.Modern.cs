#if NET8_0_OR_GREATER
namespace CosSlice.Hashing.Blocks;

internal sealed unsafe partial class Md5Kernel
{
    public override void CompressLanes(uint* states, byte** data, int blocks)
    {
        switch (vectors)
        {
            case VectorSet.Avx512:
                Md5Lanes<Avx512Words>.Compress(states, data, blocks);
                break;
            case VectorSet.Avx2:
                Md5Lanes<Avx2Words>.Compress(states, data, blocks);
                break;
            default:
                throw new NotSupportedException();
        }
    }
}
#endif
