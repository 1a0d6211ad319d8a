#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace CosSlice.Hashing.Blocks;

/// <summary>What a processor has for one word of each of eight streams.</summary>
internal interface ILaneWords
{
    static abstract Vector256<uint> RotateLeft(Vector256<uint> words, [ConstantExpected] byte bits);

    /// <summary>Bits of <paramref name="b"/> where <paramref name="a"/> has ones, of <paramref name="c"/> where it has none.</summary>
    static abstract Vector256<uint> Choose(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c);

    /// <summary>The exclusive or of three.</summary>
    static abstract Vector256<uint> Parity(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c);

    /// <summary>What at least two of three have.</summary>
    static abstract Vector256<uint> Majority(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c);

    /// <summary>MD5's fourth function: <paramref name="b"/> ^ (<paramref name="a"/> | ~<paramref name="c"/>).</summary>
    static abstract Vector256<uint> Mix(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c);
}
#endif
