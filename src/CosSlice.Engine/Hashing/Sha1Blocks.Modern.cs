#if NET8_0_OR_GREATER
namespace CosSlice.Hashing;

internal static unsafe partial class Sha1Blocks
{
    private static void Compress(uint* state, byte* data, int blocks) => CompressScalar(state, data, blocks);
}
#endif
