#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing;

/// <summary>
/// With vectors, where the processor has them: while the rounds of two blocks wait for one another, the words of the next
/// two are made, four of each at a time and with the rounds' constants added.
/// </summary>
internal static unsafe partial class Sha1Blocks
{
    private const int PairSize = 2 * Sha1Core.BlockSize;

    private static void Compress(uint* state, byte* data, int blocks)
    {
        int pairs = Avx2.IsSupported ? blocks / 2 : 0;
        if (pairs > 0)
        {
            CompressPairs(state, data, pairs);
        }

        CompressScalar(state, data + (pairs * PairSize), blocks - (2 * pairs));
    }

    // Compiled once and for good: the first call can be a large part of a file.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CompressPairs(uint* state, byte* data, int pairs)
    {
        // Four words of the first block, four of the second, and so on.
        uint* now = stackalloc uint[160];
        uint* next = stackalloc uint[160];
        ExpandFirst(now, data);
        uint h0 = state[0], h1 = state[1], h2 = state[2], h3 = state[3], h4 = state[4];
        for (; pairs > 0; pairs--)
        {
            // After the last pair there is none: its own words are made once more, which is simpler than another loop.
            data += pairs > 1 ? PairSize : 0;
            Vector256<uint> w0, w1, w2, w3, w4, w5, w6, w7;
            uint a = h0, b = h1, c = h2, d = h3, e = h4;
            Sha1Rounds.Choose(ref a, ref b, ref c, ref d, ref e, 0, now);
            w0 = Load(data, Sha1Rounds.K0, next);
            Sha1Rounds.Choose(ref b, ref c, ref d, ref e, ref a, 0, now + 8);
            Sha1Rounds.Choose(ref c, ref d, ref e, ref a, ref b, 0, now + 16);
            w1 = Load(data + 16, Sha1Rounds.K0, next + 8);
            Sha1Rounds.Choose(ref d, ref e, ref a, ref b, ref c, 0, now + 24);
            Sha1Rounds.Choose(ref e, ref a, ref b, ref c, ref d, 0, now + 32);
            w2 = Load(data + 32, Sha1Rounds.K0, next + 16);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, 0, now + 40);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, 0, now + 48);
            w3 = Load(data + 48, Sha1Rounds.K0, next + 24);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, 0, now + 56);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, 0, now + 64);
            w4 = ExpandNear(w0, w1, w2, w3, Sha1Rounds.K0, next + 32);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, 0, now + 72);
            Sha1Rounds.Majority(ref a, ref b, ref c, ref d, ref e, 0, now + 80);
            w5 = ExpandNear(w1, w2, w3, w4, Sha1Rounds.K1, next + 40);
            Sha1Rounds.Majority(ref b, ref c, ref d, ref e, ref a, 0, now + 88);
            Sha1Rounds.Majority(ref c, ref d, ref e, ref a, ref b, 0, now + 96);
            w6 = ExpandNear(w2, w3, w4, w5, Sha1Rounds.K1, next + 48);
            Sha1Rounds.Majority(ref d, ref e, ref a, ref b, ref c, 0, now + 104);
            Sha1Rounds.Majority(ref e, ref a, ref b, ref c, ref d, 0, now + 112);
            w7 = ExpandNear(w3, w4, w5, w6, Sha1Rounds.K1, next + 56);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, 0, now + 120);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, 0, now + 128);
            w0 = ExpandFar(w0, w1, w4, w6, w7, Sha1Rounds.K1, next + 64);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, 0, now + 136);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, 0, now + 144);
            w1 = ExpandFar(w1, w2, w5, w7, w0, Sha1Rounds.K1, next + 72);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, 0, now + 152);
            a = h0 += a;
            b = h1 += b;
            c = h2 += c;
            d = h3 += d;
            e = h4 += e;
            Sha1Rounds.Choose(ref a, ref b, ref c, ref d, ref e, 0, now + 4);
            w2 = ExpandFar(w2, w3, w6, w0, w1, Sha1Rounds.K2, next + 80);
            Sha1Rounds.Choose(ref b, ref c, ref d, ref e, ref a, 0, now + 12);
            Sha1Rounds.Choose(ref c, ref d, ref e, ref a, ref b, 0, now + 20);
            w3 = ExpandFar(w3, w4, w7, w1, w2, Sha1Rounds.K2, next + 88);
            Sha1Rounds.Choose(ref d, ref e, ref a, ref b, ref c, 0, now + 28);
            Sha1Rounds.Choose(ref e, ref a, ref b, ref c, ref d, 0, now + 36);
            w4 = ExpandFar(w4, w5, w0, w2, w3, Sha1Rounds.K2, next + 96);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, 0, now + 44);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, 0, now + 52);
            w5 = ExpandFar(w5, w6, w1, w3, w4, Sha1Rounds.K2, next + 104);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, 0, now + 60);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, 0, now + 68);
            w6 = ExpandFar(w6, w7, w2, w4, w5, Sha1Rounds.K2, next + 112);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, 0, now + 76);
            Sha1Rounds.Majority(ref a, ref b, ref c, ref d, ref e, 0, now + 84);
            w7 = ExpandFar(w7, w0, w3, w5, w6, Sha1Rounds.K3, next + 120);
            Sha1Rounds.Majority(ref b, ref c, ref d, ref e, ref a, 0, now + 92);
            Sha1Rounds.Majority(ref c, ref d, ref e, ref a, ref b, 0, now + 100);
            w0 = ExpandFar(w0, w1, w4, w6, w7, Sha1Rounds.K3, next + 128);
            Sha1Rounds.Majority(ref d, ref e, ref a, ref b, ref c, 0, now + 108);
            Sha1Rounds.Majority(ref e, ref a, ref b, ref c, ref d, 0, now + 116);
            w1 = ExpandFar(w1, w2, w5, w7, w0, Sha1Rounds.K3, next + 136);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, 0, now + 124);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, 0, now + 132);
            w2 = ExpandFar(w2, w3, w6, w0, w1, Sha1Rounds.K3, next + 144);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, 0, now + 140);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, 0, now + 148);
            w3 = ExpandFar(w3, w4, w7, w1, w2, Sha1Rounds.K3, next + 152);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, 0, now + 156);
            h0 += a;
            h1 += b;
            h2 += c;
            h3 += d;
            h4 += e;
            uint* free = now;
            now = next;
            next = free;
        }

        state[0] = h0;
        state[1] = h1;
        state[2] = h2;
        state[3] = h3;
        state[4] = h4;
    }

    private static void ExpandFirst(uint* sums, byte* data)
    {
        uint* w = stackalloc uint[80];
        for (int block = 0; block < 2; block++)
        {
            Load(w, data + (block * Sha1Core.BlockSize));
            for (int i = 16; i < 80; i += 4)
            {
                Expand(w + i);
            }

            for (int i = 0; i < 80; i++)
            {
                uint k = i < 20 ? Sha1Rounds.K0 : i < 40 ? Sha1Rounds.K1 : i < 60 ? Sha1Rounds.K2 : Sha1Rounds.K3;
                sums[(8 * (i / 4)) + (4 * block) + (i % 4)] = w[i] + k;
            }
        }
    }

    /// <summary>Four of the first sixteen words: the block's own, with the highest byte first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Load(byte* data, uint k, uint* sums)
    {
        Vector128<byte> order = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        Vector256<byte> both = Vector256.Create(Vector128.Load(data), Vector128.Load(data + Sha1Core.BlockSize));
        return Keep(Avx2.Shuffle(both, Vector256.Create(order, order)).AsUInt32(), k, sums);
    }

    /// <summary>
    /// Four of words 16 to 31: each is made of those 16, 14, 8 and 3 before it. The fourth needs the first of the same four,
    /// which is not there yet and is therefore put in afterwards.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ExpandNear(
        Vector256<uint> back16, Vector256<uint> back12, Vector256<uint> back8, Vector256<uint> back4, uint k, uint* sums)
    {
        Vector256<uint> mixed = back16 ^ back8 ^ Avx2.AlignRight(back12, back16, 8) ^ Avx2.ShiftRightLogical128BitLane(back4, 4);
        Vector256<uint> first = Avx2.ShiftLeftLogical128BitLane(mixed, 12);
        return Keep(Rotate(mixed, 1) ^ Rotate(first, 2), k, sums);
    }

    /// <summary>
    /// Four of words 32 to 79: the same rule applied twice makes each of those 32, 28, 16 and 6 before it, and none of the
    /// same four.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ExpandFar(
        Vector256<uint> back32,
        Vector256<uint> back28,
        Vector256<uint> back16,
        Vector256<uint> back8,
        Vector256<uint> back4,
        uint k,
        uint* sums)
        => Keep(Rotate(back32 ^ back28 ^ back16 ^ Avx2.AlignRight(back4, back8, 8), 2), k, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Keep(Vector256<uint> words, uint k, uint* sums)
    {
        Vector256.Store(words + Vector256.Create(k), sums);
        return words;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> words, [ConstantExpected] byte left)
        => Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(words, left) : (words << left) | (words >>> (32 - left));
}
#endif
