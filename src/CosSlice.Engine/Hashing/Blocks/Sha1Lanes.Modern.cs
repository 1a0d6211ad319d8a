#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>SHA-1 (FIPS 180-4, 6.1.2) of eight streams side by side: what is waited for in one is done in the others meanwhile.</summary>
/// <typeparam name="TWords">What the processor has.</typeparam>
internal static unsafe class Sha1Lanes<TWords>
    where TWords : struct, ILaneWords
{
    /// <inheritdoc cref="BlockKernel.CompressLanes"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(uint* states, byte** data, int blocks)
    {
        Vector256<uint>* words = stackalloc Vector256<uint>[80];
        Vector256<uint> h0 = Vector256.Load(states);
        Vector256<uint> h1 = Vector256.Load(states + BlockKernel.Lanes);
        Vector256<uint> h2 = Vector256.Load(states + (2 * BlockKernel.Lanes));
        Vector256<uint> h3 = Vector256.Load(states + (3 * BlockKernel.Lanes));
        Vector256<uint> h4 = Vector256.Load(states + (4 * BlockKernel.Lanes));
        for (int offset = 0; blocks > 0; blocks--, offset += BlockKernel.BlockSize)
        {
            Vector256<uint>* w = words;
            for (int i = 0; i < 16; i += 4)
            {
                Read(data, offset + (4 * i), w + i);
            }

            Vector256<uint> a = h0, b = h1, c = h2, d = h3, e = h4;
            Vector256<uint> k = Vector256.Create(Sha1Rounds.K0);
            for (; w < words + 15; w += 5)
            {
                e = e + k + w[0] + TWords.Choose(b, c, d) + TWords.RotateLeft(a, 5);
                b = TWords.RotateLeft(b, 30);
                d = d + k + w[1] + TWords.Choose(a, b, c) + TWords.RotateLeft(e, 5);
                a = TWords.RotateLeft(a, 30);
                c = c + k + w[2] + TWords.Choose(e, a, b) + TWords.RotateLeft(d, 5);
                e = TWords.RotateLeft(e, 30);
                b = b + k + w[3] + TWords.Choose(d, e, a) + TWords.RotateLeft(c, 5);
                d = TWords.RotateLeft(d, 30);
                a = a + k + w[4] + TWords.Choose(c, d, e) + TWords.RotateLeft(b, 5);
                c = TWords.RotateLeft(c, 30);
            }

            // Round 15 has the last of the block's own words.
            e = e + k + w[0] + TWords.Choose(b, c, d) + TWords.RotateLeft(a, 5);
            b = TWords.RotateLeft(b, 30);
            d = d + k + Expand(w + 1) + TWords.Choose(a, b, c) + TWords.RotateLeft(e, 5);
            a = TWords.RotateLeft(a, 30);
            c = c + k + Expand(w + 2) + TWords.Choose(e, a, b) + TWords.RotateLeft(d, 5);
            e = TWords.RotateLeft(e, 30);
            b = b + k + Expand(w + 3) + TWords.Choose(d, e, a) + TWords.RotateLeft(c, 5);
            d = TWords.RotateLeft(d, 30);
            a = a + k + Expand(w + 4) + TWords.Choose(c, d, e) + TWords.RotateLeft(b, 5);
            c = TWords.RotateLeft(c, 30);
            w += 5;
            k = Vector256.Create(Sha1Rounds.K1);
            for (; w < words + 40; w += 5)
            {
                e = e + k + Expand(w + 0) + TWords.Parity(b, c, d) + TWords.RotateLeft(a, 5);
                b = TWords.RotateLeft(b, 30);
                d = d + k + Expand(w + 1) + TWords.Parity(a, b, c) + TWords.RotateLeft(e, 5);
                a = TWords.RotateLeft(a, 30);
                c = c + k + Expand(w + 2) + TWords.Parity(e, a, b) + TWords.RotateLeft(d, 5);
                e = TWords.RotateLeft(e, 30);
                b = b + k + Expand(w + 3) + TWords.Parity(d, e, a) + TWords.RotateLeft(c, 5);
                d = TWords.RotateLeft(d, 30);
                a = a + k + Expand(w + 4) + TWords.Parity(c, d, e) + TWords.RotateLeft(b, 5);
                c = TWords.RotateLeft(c, 30);
            }

            k = Vector256.Create(Sha1Rounds.K2);
            for (; w < words + 60; w += 5)
            {
                e = e + k + Expand(w + 0) + TWords.Majority(b, c, d) + TWords.RotateLeft(a, 5);
                b = TWords.RotateLeft(b, 30);
                d = d + k + Expand(w + 1) + TWords.Majority(a, b, c) + TWords.RotateLeft(e, 5);
                a = TWords.RotateLeft(a, 30);
                c = c + k + Expand(w + 2) + TWords.Majority(e, a, b) + TWords.RotateLeft(d, 5);
                e = TWords.RotateLeft(e, 30);
                b = b + k + Expand(w + 3) + TWords.Majority(d, e, a) + TWords.RotateLeft(c, 5);
                d = TWords.RotateLeft(d, 30);
                a = a + k + Expand(w + 4) + TWords.Majority(c, d, e) + TWords.RotateLeft(b, 5);
                c = TWords.RotateLeft(c, 30);
            }

            k = Vector256.Create(Sha1Rounds.K3);
            for (; w < words + 80; w += 5)
            {
                e = e + k + Expand(w + 0) + TWords.Parity(b, c, d) + TWords.RotateLeft(a, 5);
                b = TWords.RotateLeft(b, 30);
                d = d + k + Expand(w + 1) + TWords.Parity(a, b, c) + TWords.RotateLeft(e, 5);
                a = TWords.RotateLeft(a, 30);
                c = c + k + Expand(w + 2) + TWords.Parity(e, a, b) + TWords.RotateLeft(d, 5);
                e = TWords.RotateLeft(e, 30);
                b = b + k + Expand(w + 3) + TWords.Parity(d, e, a) + TWords.RotateLeft(c, 5);
                d = TWords.RotateLeft(d, 30);
                a = a + k + Expand(w + 4) + TWords.Parity(c, d, e) + TWords.RotateLeft(b, 5);
                c = TWords.RotateLeft(c, 30);
            }

            h0 += a;
            h1 += b;
            h2 += c;
            h3 += d;
            h4 += e;
        }

        h0.Store(states);
        h1.Store(states + BlockKernel.Lanes);
        h2.Store(states + (2 * BlockKernel.Lanes));
        h3.Store(states + (3 * BlockKernel.Lanes));
        h4.Store(states + (4 * BlockKernel.Lanes));
    }

    /// <summary>Four of the first sixteen words: the block's own, with the highest byte first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read(byte** data, int offset, Vector256<uint>* w)
    {
        Vector128<byte> half = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        Vector256<byte> order = Vector256.Create(half, half);
        LaneBlocks.Read(data, offset, w);
        w[0] = Avx2.Shuffle(w[0].AsByte(), order).AsUInt32();
        w[1] = Avx2.Shuffle(w[1].AsByte(), order).AsUInt32();
        w[2] = Avx2.Shuffle(w[2].AsByte(), order).AsUInt32();
        w[3] = Avx2.Shuffle(w[3].AsByte(), order).AsUInt32();
    }

    /// <summary>The next word, from the sixteen before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Expand(Vector256<uint>* w)
    {
        Vector256<uint> word = TWords.RotateLeft(TWords.Parity(w[-3], w[-8], w[-14]) ^ w[-16], 1);
        *w = word;
        return word;
    }
}
#endif
