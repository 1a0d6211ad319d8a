#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>
/// Words in the lowest places of vectors, for processors that have a function of three words, and a rotation into another
/// register, in one instruction. What the other places hold is of no account.
/// </summary>
internal readonly unsafe struct Sha1VectorRounds : ISha1Rounds<Vector128<uint>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Load(uint* word) => Vector128.CreateScalar(*word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToUInt32(Vector128<uint> word) => word.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> left, Vector128<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Choose(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, ref Vector128<uint> e, uint* w)
    {
        e = e + Vector128.Load(w) + Avx512F.VL.TernaryLogic(b, c, d, 0xCA) + Avx512F.VL.RotateLeft(a, 5);
        b = Avx512F.VL.RotateLeft(b, 30);
        d = d + Vector128.Load(w + 1) + Avx512F.VL.TernaryLogic(a, b, c, 0xCA) + Avx512F.VL.RotateLeft(e, 5);
        a = Avx512F.VL.RotateLeft(a, 30);
        c = c + Vector128.Load(w + 2) + Avx512F.VL.TernaryLogic(e, a, b, 0xCA) + Avx512F.VL.RotateLeft(d, 5);
        e = Avx512F.VL.RotateLeft(e, 30);
        b = b + Vector128.Load(w + 3) + Avx512F.VL.TernaryLogic(d, e, a, 0xCA) + Avx512F.VL.RotateLeft(c, 5);
        d = Avx512F.VL.RotateLeft(d, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Parity(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, ref Vector128<uint> e, uint* w)
    {
        e = e + Vector128.Load(w) + Avx512F.VL.TernaryLogic(b, c, d, 0x96) + Avx512F.VL.RotateLeft(a, 5);
        b = Avx512F.VL.RotateLeft(b, 30);
        d = d + Vector128.Load(w + 1) + Avx512F.VL.TernaryLogic(a, b, c, 0x96) + Avx512F.VL.RotateLeft(e, 5);
        a = Avx512F.VL.RotateLeft(a, 30);
        c = c + Vector128.Load(w + 2) + Avx512F.VL.TernaryLogic(e, a, b, 0x96) + Avx512F.VL.RotateLeft(d, 5);
        e = Avx512F.VL.RotateLeft(e, 30);
        b = b + Vector128.Load(w + 3) + Avx512F.VL.TernaryLogic(d, e, a, 0x96) + Avx512F.VL.RotateLeft(c, 5);
        d = Avx512F.VL.RotateLeft(d, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Majority(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, ref Vector128<uint> e, uint* w)
    {
        e = e + Vector128.Load(w) + Avx512F.VL.TernaryLogic(b, c, d, 0xE8) + Avx512F.VL.RotateLeft(a, 5);
        b = Avx512F.VL.RotateLeft(b, 30);
        d = d + Vector128.Load(w + 1) + Avx512F.VL.TernaryLogic(a, b, c, 0xE8) + Avx512F.VL.RotateLeft(e, 5);
        a = Avx512F.VL.RotateLeft(a, 30);
        c = c + Vector128.Load(w + 2) + Avx512F.VL.TernaryLogic(e, a, b, 0xE8) + Avx512F.VL.RotateLeft(d, 5);
        e = Avx512F.VL.RotateLeft(e, 30);
        b = b + Vector128.Load(w + 3) + Avx512F.VL.TernaryLogic(d, e, a, 0xE8) + Avx512F.VL.RotateLeft(c, 5);
        d = Avx512F.VL.RotateLeft(d, 30);
    }
}
#endif
