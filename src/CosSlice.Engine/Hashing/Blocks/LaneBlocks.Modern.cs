#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>The words of eight streams' blocks, turned round: a vector has the same word of each.</summary>
internal static unsafe class LaneBlocks
{
    /// <summary>Reads four words of each stream.</summary>
    /// <param name="data">Where each stream's blocks are.</param>
    /// <param name="offset">Bytes from there.</param>
    /// <param name="words">Takes four vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte** data, int offset, Vector256<uint>* words)
    {
        Vector256<uint> a = Halves(data, 0, offset);
        Vector256<uint> b = Halves(data, 1, offset);
        Vector256<uint> c = Halves(data, 2, offset);
        Vector256<uint> d = Halves(data, 3, offset);
        Vector256<ulong> lowAB = Avx2.UnpackLow(a, b).AsUInt64();
        Vector256<ulong> highAB = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> lowCD = Avx2.UnpackLow(c, d).AsUInt64();
        Vector256<ulong> highCD = Avx2.UnpackHigh(c, d).AsUInt64();
        words[0] = Avx2.UnpackLow(lowAB, lowCD).AsUInt32();
        words[1] = Avx2.UnpackHigh(lowAB, lowCD).AsUInt32();
        words[2] = Avx2.UnpackLow(highAB, highCD).AsUInt32();
        words[3] = Avx2.UnpackHigh(highAB, highCD).AsUInt32();
    }

    // The unpacking instructions keep to their half of a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Halves(byte** data, int lane, int offset)
        => Vector256.Create(Vector128.Load((uint*)(data[lane] + offset)), Vector128.Load((uint*)(data[lane + (BlockKernel.Lanes / 2)] + offset)));
}
#endif
