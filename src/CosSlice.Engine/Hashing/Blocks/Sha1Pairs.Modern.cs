#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CosSlice.Hashing.Blocks;

/// <summary>
/// SHA-1's blocks of one stream, where the processor has vectors (FIPS 180-4, 6.1.2): while the rounds of two blocks wait
/// for one another, the words of the next two are made, four of each at a time and with the rounds' constants added.
/// </summary>
/// <typeparam name="TRounds">The rounds.</typeparam>
/// <typeparam name="TWord">How a word is held in them.</typeparam>
internal static unsafe class Sha1Pairs<TRounds, TWord>
    where TRounds : struct, ISha1Rounds<TWord>
{
    private const int PairSize = 2 * BlockKernel.BlockSize;

    // What a round that takes four words in one load reads beyond its own.
    private const int Beyond = 3;

    /// <summary>Takes pairs of blocks into the state, five words. Compiled once and for good: the first call can be a large part of a file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(uint* state, byte* data, int pairs)
    {
        // Four words of the first block, four of the second, and so on.
        uint* now = stackalloc uint[160 + Beyond];
        uint* next = stackalloc uint[160 + Beyond];
        ExpandFirst(now, data);
        TWord h0 = TRounds.Load(state);
        TWord h1 = TRounds.Load(state + 1);
        TWord h2 = TRounds.Load(state + 2);
        TWord h3 = TRounds.Load(state + 3);
        TWord h4 = TRounds.Load(state + 4);
        for (; pairs > 0; pairs--)
        {
            // After the last pair there is none: its own words are made once more, which is simpler than another loop.
            data += pairs > 1 ? PairSize : 0;
            Vector256<uint> w0, w1, w2, w3, w4, w5, w6, w7;
            TWord a = h0, b = h1, c = h2, d = h3, e = h4;
            TRounds.Choose(ref a, ref b, ref c, ref d, ref e, now);
            w0 = Load(data, Sha1Rounds.K0, next);
            TRounds.Choose(ref b, ref c, ref d, ref e, ref a, now + 8);
            TRounds.Choose(ref c, ref d, ref e, ref a, ref b, now + 16);
            w1 = Load(data + 16, Sha1Rounds.K0, next + 8);
            TRounds.Choose(ref d, ref e, ref a, ref b, ref c, now + 24);
            TRounds.Choose(ref e, ref a, ref b, ref c, ref d, now + 32);
            w2 = Load(data + 32, Sha1Rounds.K0, next + 16);
            TRounds.Parity(ref a, ref b, ref c, ref d, ref e, now + 40);
            TRounds.Parity(ref b, ref c, ref d, ref e, ref a, now + 48);
            w3 = Load(data + 48, Sha1Rounds.K0, next + 24);
            TRounds.Parity(ref c, ref d, ref e, ref a, ref b, now + 56);
            TRounds.Parity(ref d, ref e, ref a, ref b, ref c, now + 64);
            w4 = ExpandNear(w0, w1, w2, w3, Sha1Rounds.K0, next + 32);
            TRounds.Parity(ref e, ref a, ref b, ref c, ref d, now + 72);
            TRounds.Majority(ref a, ref b, ref c, ref d, ref e, now + 80);
            w5 = ExpandNear(w1, w2, w3, w4, Sha1Rounds.K1, next + 40);
            TRounds.Majority(ref b, ref c, ref d, ref e, ref a, now + 88);
            TRounds.Majority(ref c, ref d, ref e, ref a, ref b, now + 96);
            w6 = ExpandNear(w2, w3, w4, w5, Sha1Rounds.K1, next + 48);
            TRounds.Majority(ref d, ref e, ref a, ref b, ref c, now + 104);
            TRounds.Majority(ref e, ref a, ref b, ref c, ref d, now + 112);
            w7 = ExpandNear(w3, w4, w5, w6, Sha1Rounds.K1, next + 56);
            TRounds.Parity(ref a, ref b, ref c, ref d, ref e, now + 120);
            TRounds.Parity(ref b, ref c, ref d, ref e, ref a, now + 128);
            w0 = ExpandFar(w0, w1, w4, w6, w7, Sha1Rounds.K1, next + 64);
            TRounds.Parity(ref c, ref d, ref e, ref a, ref b, now + 136);
            TRounds.Parity(ref d, ref e, ref a, ref b, ref c, now + 144);
            w1 = ExpandFar(w1, w2, w5, w7, w0, Sha1Rounds.K1, next + 72);
            TRounds.Parity(ref e, ref a, ref b, ref c, ref d, now + 152);
            a = h0 = TRounds.Add(h0, a);
            b = h1 = TRounds.Add(h1, b);
            c = h2 = TRounds.Add(h2, c);
            d = h3 = TRounds.Add(h3, d);
            e = h4 = TRounds.Add(h4, e);
            TRounds.Choose(ref a, ref b, ref c, ref d, ref e, now + 4);
            w2 = ExpandFar(w2, w3, w6, w0, w1, Sha1Rounds.K2, next + 80);
            TRounds.Choose(ref b, ref c, ref d, ref e, ref a, now + 12);
            TRounds.Choose(ref c, ref d, ref e, ref a, ref b, now + 20);
            w3 = ExpandFar(w3, w4, w7, w1, w2, Sha1Rounds.K2, next + 88);
            TRounds.Choose(ref d, ref e, ref a, ref b, ref c, now + 28);
            TRounds.Choose(ref e, ref a, ref b, ref c, ref d, now + 36);
            w4 = ExpandFar(w4, w5, w0, w2, w3, Sha1Rounds.K2, next + 96);
            TRounds.Parity(ref a, ref b, ref c, ref d, ref e, now + 44);
            TRounds.Parity(ref b, ref c, ref d, ref e, ref a, now + 52);
            w5 = ExpandFar(w5, w6, w1, w3, w4, Sha1Rounds.K2, next + 104);
            TRounds.Parity(ref c, ref d, ref e, ref a, ref b, now + 60);
            TRounds.Parity(ref d, ref e, ref a, ref b, ref c, now + 68);
            w6 = ExpandFar(w6, w7, w2, w4, w5, Sha1Rounds.K2, next + 112);
            TRounds.Parity(ref e, ref a, ref b, ref c, ref d, now + 76);
            TRounds.Majority(ref a, ref b, ref c, ref d, ref e, now + 84);
            w7 = ExpandFar(w7, w0, w3, w5, w6, Sha1Rounds.K3, next + 120);
            TRounds.Majority(ref b, ref c, ref d, ref e, ref a, now + 92);
            TRounds.Majority(ref c, ref d, ref e, ref a, ref b, now + 100);
            w0 = ExpandFar(w0, w1, w4, w6, w7, Sha1Rounds.K3, next + 128);
            TRounds.Majority(ref d, ref e, ref a, ref b, ref c, now + 108);
            TRounds.Majority(ref e, ref a, ref b, ref c, ref d, now + 116);
            w1 = ExpandFar(w1, w2, w5, w7, w0, Sha1Rounds.K3, next + 136);
            TRounds.Parity(ref a, ref b, ref c, ref d, ref e, now + 124);
            TRounds.Parity(ref b, ref c, ref d, ref e, ref a, now + 132);
            w2 = ExpandFar(w2, w3, w6, w0, w1, Sha1Rounds.K3, next + 144);
            TRounds.Parity(ref c, ref d, ref e, ref a, ref b, now + 140);
            TRounds.Parity(ref d, ref e, ref a, ref b, ref c, now + 148);
            w3 = ExpandFar(w3, w4, w7, w1, w2, Sha1Rounds.K3, next + 152);
            TRounds.Parity(ref e, ref a, ref b, ref c, ref d, now + 156);
            h0 = TRounds.Add(h0, a);
            h1 = TRounds.Add(h1, b);
            h2 = TRounds.Add(h2, c);
            h3 = TRounds.Add(h3, d);
            h4 = TRounds.Add(h4, e);
            uint* free = now;
            now = next;
            next = free;
        }

        state[0] = TRounds.ToUInt32(h0);
        state[1] = TRounds.ToUInt32(h1);
        state[2] = TRounds.ToUInt32(h2);
        state[3] = TRounds.ToUInt32(h3);
        state[4] = TRounds.ToUInt32(h4);
    }

    private static void ExpandFirst(uint* sums, byte* data)
    {
        uint* w = stackalloc uint[80];
        for (int block = 0; block < 2; block++)
        {
            Sha1Blocks.Load(w, data + (block * BlockKernel.BlockSize));
            for (int i = 16; i < 80; i += 4)
            {
                Sha1Blocks.Expand(w + i);
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
        Vector256<byte> both = Vector256.Create(Vector128.Load(data), Vector128.Load(data + BlockKernel.BlockSize));
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
