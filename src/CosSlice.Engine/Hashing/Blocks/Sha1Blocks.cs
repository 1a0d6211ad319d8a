using System.Runtime.CompilerServices;

namespace CosSlice.Hashing.Blocks;

/// <summary>SHA-1's blocks of one stream, on any processor (FIPS 180-4, 6.1.2).</summary>
internal static unsafe class Sha1Blocks
{
    /// <summary>
    /// Takes blocks into the state, five words. The words of later rounds are made between the rounds, which have to wait for
    /// one another.
    /// </summary>
    public static void Compress(uint* state, byte* data, int blocks)
    {
        uint* w = stackalloc uint[80];
        uint h0 = state[0], h1 = state[1], h2 = state[2], h3 = state[3], h4 = state[4];
        for (; blocks > 0; blocks--, data += BlockKernel.BlockSize)
        {
            uint a = h0, b = h1, c = h2, d = h3, e = h4;
            Load(w, data);
            Expand(w + 16);
            Sha1Rounds.Choose(ref a, ref b, ref c, ref d, ref e, Sha1Rounds.K0, w);
            Expand(w + 20);
            Sha1Rounds.Choose(ref b, ref c, ref d, ref e, ref a, Sha1Rounds.K0, w + 4);
            Expand(w + 24);
            Sha1Rounds.Choose(ref c, ref d, ref e, ref a, ref b, Sha1Rounds.K0, w + 8);
            Expand(w + 28);
            Sha1Rounds.Choose(ref d, ref e, ref a, ref b, ref c, Sha1Rounds.K0, w + 12);
            Expand(w + 32);
            Sha1Rounds.Choose(ref e, ref a, ref b, ref c, ref d, Sha1Rounds.K0, w + 16);
            Expand(w + 36);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, Sha1Rounds.K1, w + 20);
            Expand(w + 40);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, Sha1Rounds.K1, w + 24);
            Expand(w + 44);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, Sha1Rounds.K1, w + 28);
            Expand(w + 48);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, Sha1Rounds.K1, w + 32);
            Expand(w + 52);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, Sha1Rounds.K1, w + 36);
            Expand(w + 56);
            Sha1Rounds.Majority(ref a, ref b, ref c, ref d, ref e, Sha1Rounds.K2, w + 40);
            Expand(w + 60);
            Sha1Rounds.Majority(ref b, ref c, ref d, ref e, ref a, Sha1Rounds.K2, w + 44);
            Expand(w + 64);
            Sha1Rounds.Majority(ref c, ref d, ref e, ref a, ref b, Sha1Rounds.K2, w + 48);
            Expand(w + 68);
            Sha1Rounds.Majority(ref d, ref e, ref a, ref b, ref c, Sha1Rounds.K2, w + 52);
            Expand(w + 72);
            Sha1Rounds.Majority(ref e, ref a, ref b, ref c, ref d, Sha1Rounds.K2, w + 56);
            Expand(w + 76);
            Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, Sha1Rounds.K3, w + 60);
            Sha1Rounds.Parity(ref b, ref c, ref d, ref e, ref a, Sha1Rounds.K3, w + 64);
            Sha1Rounds.Parity(ref c, ref d, ref e, ref a, ref b, Sha1Rounds.K3, w + 68);
            Sha1Rounds.Parity(ref d, ref e, ref a, ref b, ref c, Sha1Rounds.K3, w + 72);
            Sha1Rounds.Parity(ref e, ref a, ref b, ref c, ref d, Sha1Rounds.K3, w + 76);
            h0 += a;
            h1 += b;
            h2 += c;
            h3 += d;
            h4 += e;
        }

        state[0] = h0;
        state[1] = h1;
        state[2] = h2;
        state[3] = h3;
        state[4] = h4;
    }

    /// <summary>Takes a block or two that others left over: short code, as compiling what takes many would cost far more than its rounds save.</summary>
    public static void CompressFew(uint* state, byte* data, int blocks)
    {
        uint* w = stackalloc uint[80];
        for (; blocks > 0; blocks--, data += BlockKernel.BlockSize)
        {
            Load(w, data);
            for (int i = 16; i < 80; i += 4)
            {
                Expand(w + i);
            }

            uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
            for (int i = 0; i < 80; i++)
            {
                uint mixed = i < 20 ? (((c ^ d) & b) ^ d) + Sha1Rounds.K0
                    : i < 40 ? (b ^ c ^ d) + Sha1Rounds.K1
                    : i < 60 ? ((b & c) | (d & (b | c))) + Sha1Rounds.K2
                    : (b ^ c ^ d) + Sha1Rounds.K3;
                uint next = mixed + e + w[i] + ((a << 5) | (a >> 27));
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = next;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }

    /// <summary>The first sixteen words: the block's own, with the highest byte first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(uint* w, byte* data)
    {
        uint* words = (uint*)data;
        for (int i = 0; i < 16; i += 4)
        {
            w[i] = BigEndian(words[i]);
            w[i + 1] = BigEndian(words[i + 1]);
            w[i + 2] = BigEndian(words[i + 2]);
            w[i + 3] = BigEndian(words[i + 3]);
        }
    }

    /// <summary>The next four words, from the sixteen before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Expand(uint* w)
    {
        uint first = w[-3] ^ w[-8] ^ w[-14] ^ w[-16];
        first = (first << 1) | (first >> 31);
        uint second = w[-2] ^ w[-7] ^ w[-13] ^ w[-15];
        uint third = w[-1] ^ w[-6] ^ w[-12] ^ w[-14];
        uint fourth = first ^ w[-5] ^ w[-11] ^ w[-13];
        w[0] = first;
        w[1] = (second << 1) | (second >> 31);
        w[2] = (third << 1) | (third >> 31);
        w[3] = (fourth << 1) | (fourth >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigEndian(uint word)
        => BitConverter.IsLittleEndian
            ? (((word << 8) | (word >> 24)) & 0x00FF00FF) | (((word << 24) | (word >> 8)) & 0xFF00FF00)
            : word;
}
