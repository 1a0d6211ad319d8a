#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CosSlice.Hashing.Blocks;

/// <summary>Each of several instructions.</summary>
internal readonly struct Avx2Words : ILaneWords
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> words, [ConstantExpected] byte bits) => (words << bits) | (words >>> (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => ((b ^ c) & a) ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Parity(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => a ^ (b ^ c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => (b & c) | (a & (b ^ c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Mix(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => b ^ (a | ~c);
}
#endif
