#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;

namespace CosSlice.Hashing.Blocks;

internal sealed unsafe partial class Sha1Kernel
{
    private const int PairSize = 2 * BlockSize;

    public override void CompressLanes(uint* states, byte** data, int blocks)
    {
        switch (vectors)
        {
            case VectorSet.Avx512:
                Sha1Lanes<Avx512Words>.Compress(states, data, blocks);
                break;
            case VectorSet.Avx2:
                Sha1Lanes<Avx2Words>.Compress(states, data, blocks);
                break;
            default:
                throw new NotSupportedException();
        }
    }

    protected override void Compress(uint* state, byte* data, int blocks)
    {
        if (vectors == VectorSet.None)
        {
            Sha1Blocks.Compress(state, data, blocks);
            return;
        }

        int pairs = blocks / 2;
        if (pairs > 0 && HasVectorRounds)
        {
            Sha1Pairs<Sha1VectorRounds, Vector128<uint>>.Compress(state, data, pairs);
        }
        else if (pairs > 0)
        {
            Sha1Pairs<Sha1ScalarRounds, uint>.Compress(state, data, pairs);
        }

        Sha1Blocks.CompressFew(state, data + (pairs * PairSize), blocks - (2 * pairs));
    }
}
#endif
