#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>Which vectors this processor has.</summary>
internal static class VectorSets
{
    /// <summary>The best of them.</summary>
    public static VectorSet Best => Avx512F.VL.IsSupported && Avx2.IsSupported ? VectorSet.Avx512 : Avx2.IsSupported ? VectorSet.Avx2 : VectorSet.None;
}
#endif
