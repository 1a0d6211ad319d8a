#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>Which vectors this processor has.</summary>
internal static class VectorSets
{
    private const int Zen5 = 0x1A;

    /// <summary>The best of them.</summary>
    public static VectorSet Best => Avx512F.VL.IsSupported && Avx2.IsSupported ? VectorSet.Avx512 : Avx2.IsSupported ? VectorSet.Avx2 : VectorSet.None;

    /// <summary>
    /// Whether an addition that waits for another one takes as long in vectors as in ordinary registers. On AMD's processors from Zen 5 on it
    /// takes twice as long, so that rounds which all wait for one another are faster in ordinary registers: 1.9 times, as measured.
    /// </summary>
    public static bool HaveShortChains { get; } = !(X86Base.IsSupported && IsOfAmd() && Family() >= Zen5);

    // "AuthenticAMD", four letters each.
    private static bool IsOfAmd() => X86Base.CpuId(0, 0) is (_, 0x68747541, 0x444D4163, 0x69746E65);

    // The family of AMD's "Processor Programming Reference" and of Intel's manual: a base, and from 15 on what is added to it.
    private static int Family()
    {
        int signature = X86Base.CpuId(1, 0).Eax;
        int family = (signature >> 8) & 0xF;
        return family == 0xF ? family + ((signature >> 20) & 0xFF) : family;
    }
}
#endif
