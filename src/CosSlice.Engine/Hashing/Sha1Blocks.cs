using System.Runtime.CompilerServices;

namespace CosSlice.Hashing;

/// <summary>SHA-1's work on whole blocks of 64 bytes (FIPS 180-4, 6.1.2), where all of its time goes.</summary>
internal static unsafe partial class Sha1Blocks
{
    private const uint K0 = 0x5A827999;
    private const uint K1 = 0x6ED9EBA1;
    private const uint K2 = 0x8F1BBCDC;
    private const uint K3 = 0xCA62C1D6;

    /// <summary>Takes blocks into the state, five words.</summary>
    public static void Compress(uint[] state, byte[] data, int offset, int blocks)
    {
        if (blocks == 0)
        {
            return;
        }

        fixed (uint* words = state)
        fixed (byte* bytes = &data[offset])
        {
            Compress(words, bytes, blocks);
        }
    }

    /// <summary>
    /// The same without vectors. Each sum begins with what is known long before, and the word of the round before comes in
    /// last: that one word is what everything waits for.
    /// </summary>
    private static void CompressScalar(uint* state, byte* data, int blocks)
    {
        uint* w = stackalloc uint[80];
        uint h0 = state[0], h1 = state[1], h2 = state[2], h3 = state[3], h4 = state[4];
        for (; blocks > 0; blocks--, data += Sha1Core.BlockSize)
        {
            Expand(data, w);
            uint a = h0, b = h1, c = h2, d = h3, e = h4;
            int i = 0;
            for (; i < 20; i += 5)
            {
                e = Choose(a, b, c, d, e + K0 + w[i]);
                b = Rotate(b, 30);
                d = Choose(e, a, b, c, d + K0 + w[i + 1]);
                a = Rotate(a, 30);
                c = Choose(d, e, a, b, c + K0 + w[i + 2]);
                e = Rotate(e, 30);
                b = Choose(c, d, e, a, b + K0 + w[i + 3]);
                d = Rotate(d, 30);
                a = Choose(b, c, d, e, a + K0 + w[i + 4]);
                c = Rotate(c, 30);
            }

            for (; i < 40; i += 5)
            {
                e = Parity(a, b, c, d, e + K1 + w[i]);
                b = Rotate(b, 30);
                d = Parity(e, a, b, c, d + K1 + w[i + 1]);
                a = Rotate(a, 30);
                c = Parity(d, e, a, b, c + K1 + w[i + 2]);
                e = Rotate(e, 30);
                b = Parity(c, d, e, a, b + K1 + w[i + 3]);
                d = Rotate(d, 30);
                a = Parity(b, c, d, e, a + K1 + w[i + 4]);
                c = Rotate(c, 30);
            }

            for (; i < 60; i += 5)
            {
                e = Majority(a, b, c, d, e + K2 + w[i]);
                b = Rotate(b, 30);
                d = Majority(e, a, b, c, d + K2 + w[i + 1]);
                a = Rotate(a, 30);
                c = Majority(d, e, a, b, c + K2 + w[i + 2]);
                e = Rotate(e, 30);
                b = Majority(c, d, e, a, b + K2 + w[i + 3]);
                d = Rotate(d, 30);
                a = Majority(b, c, d, e, a + K2 + w[i + 4]);
                c = Rotate(c, 30);
            }

            for (; i < 80; i += 5)
            {
                e = Parity(a, b, c, d, e + K3 + w[i]);
                b = Rotate(b, 30);
                d = Parity(e, a, b, c, d + K3 + w[i + 1]);
                a = Rotate(a, 30);
                c = Parity(d, e, a, b, c + K3 + w[i + 2]);
                e = Rotate(e, 30);
                b = Parity(c, d, e, a, b + K3 + w[i + 3]);
                d = Rotate(d, 30);
                a = Parity(b, c, d, e, a + K3 + w[i + 4]);
                c = Rotate(c, 30);
            }

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

    private static void Expand(byte* data, uint* w)
    {
        for (int i = 0; i < 16; i++, data += 4)
        {
            w[i] = ((uint)data[0] << 24) | ((uint)data[1] << 16) | ((uint)data[2] << 8) | data[3];
        }

        for (int i = 16; i < 80; i++)
        {
            w[i] = Rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint a, uint b, uint c, uint d, uint rest) => rest + (~b & d) + (b & c) + Rotate(a, 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Parity(uint a, uint b, uint c, uint d, uint rest) => rest + (c ^ d ^ b) + Rotate(a, 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Majority(uint a, uint b, uint c, uint d, uint rest) => rest + (c & d) + (b & (c ^ d)) + Rotate(a, 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Rotate(uint word, int left) => (word << left) | (word >> (32 - left));
}
