using System.Runtime.CompilerServices;

namespace CosSlice.Hashing.Blocks;

/// <summary>MD5's blocks of one stream, on any processor (RFC 1321, 3.4).</summary>
internal static unsafe class Md5Blocks
{
    /// <summary>Takes blocks into the state, four words.</summary>
    public static void Compress(uint* state, byte* data, int blocks)
    {
        fixed (uint* constants = Md5Constants.All)
        {
            Compress(state, data, blocks, constants);
        }
    }

    // In each step, what the step before made comes in as late as it can, as everything waits for that.
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    private static void Compress(uint* state, byte* data, int blocks, uint* constants)
    {
        uint h0 = state[0], h1 = state[1], h2 = state[2], h3 = state[3];
        for (; blocks > 0; blocks--, data += BlockKernel.BlockSize)
        {
            uint* w = (uint*)data;
            uint* k = constants;
            uint a = h0, b = h1, c = h2, d = h3;
            for (int i = 0; i < 16; i += 4, k += 4)
            {
                a = a + Word(w, i) + *k + (((c ^ d) & b) ^ d);
                a = b + ((a << 7) | (a >> 25));
                d = d + Word(w, i + 1) + k[1] + (((b ^ c) & a) ^ c);
                d = a + ((d << 12) | (d >> 20));
                c = c + Word(w, i + 2) + k[2] + (((a ^ b) & d) ^ b);
                c = d + ((c << 17) | (c >> 15));
                b = b + Word(w, i + 3) + k[3] + (((d ^ a) & c) ^ a);
                b = c + ((b << 22) | (b >> 10));
            }

            for (int i = 1; i < 81; i += 20, k += 4)
            {
                a = a + Word(w, i & 15) + *k + (c & ~d) + (b & d);
                a = b + ((a << 5) | (a >> 27));
                d = d + Word(w, (i + 5) & 15) + k[1] + (b & ~c) + (a & c);
                d = a + ((d << 9) | (d >> 23));
                c = c + Word(w, (i + 10) & 15) + k[2] + (a & ~b) + (d & b);
                c = d + ((c << 14) | (c >> 18));
                b = b + Word(w, (i + 15) & 15) + k[3] + (d & ~a) + (c & a);
                b = c + ((b << 20) | (b >> 12));
            }

            for (int i = 5; i < 53; i += 12, k += 4)
            {
                a = a + Word(w, i & 15) + *k + (c ^ d ^ b);
                a = b + ((a << 4) | (a >> 28));
                d = d + Word(w, (i + 3) & 15) + k[1] + (b ^ c ^ a);
                d = a + ((d << 11) | (d >> 21));
                c = c + Word(w, (i + 6) & 15) + k[2] + (a ^ b ^ d);
                c = d + ((c << 16) | (c >> 16));
                b = b + Word(w, (i + 9) & 15) + k[3] + (d ^ a ^ c);
                b = c + ((b << 23) | (b >> 9));
            }

            for (int i = 0; i < 112; i += 28, k += 4)
            {
                a = a + Word(w, i & 15) + *k + (c ^ (b | ~d));
                a = b + ((a << 6) | (a >> 26));
                d = d + Word(w, (i + 7) & 15) + k[1] + (b ^ (a | ~c));
                d = a + ((d << 10) | (d >> 22));
                c = c + Word(w, (i + 14) & 15) + k[2] + (a ^ (d | ~b));
                c = d + ((c << 15) | (c >> 17));
                b = b + Word(w, (i + 21) & 15) + k[3] + (d ^ (c | ~a));
                b = c + ((b << 21) | (b >> 11));
            }

            h0 += a;
            h1 += b;
            h2 += c;
            h3 += d;
        }

        state[0] = h0;
        state[1] = h1;
        state[2] = h2;
        state[3] = h3;
    }

    /// <summary>A word of the block, whose lowest byte comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(uint* words, int index)
    {
        uint word = words[index];
        return BitConverter.IsLittleEndian
            ? word
            : (word << 24) | ((word << 8) & 0x00FF0000) | ((word >> 8) & 0x0000FF00) | (word >> 24);
    }
}
