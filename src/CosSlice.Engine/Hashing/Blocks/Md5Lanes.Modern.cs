#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CosSlice.Hashing.Blocks;

/// <summary>MD5 (RFC 1321, 3.4) of eight streams side by side: what is waited for in one is done in the others meanwhile.</summary>
/// <typeparam name="TWords">What the processor has.</typeparam>
internal static unsafe class Md5Lanes<TWords>
    where TWords : struct, ILaneWords
{
    /// <inheritdoc cref="BlockKernel.CompressLanes"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(uint* states, byte** data, int blocks)
    {
        fixed (uint* constants = Md5Constants.All)
        {
            Compress(states, data, blocks, constants);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(uint* states, byte** data, int blocks, uint* constants)
    {
        Vector256<uint>* w = stackalloc Vector256<uint>[16];
        Vector256<uint> h0 = Vector256.Load(states);
        Vector256<uint> h1 = Vector256.Load(states + BlockKernel.Lanes);
        Vector256<uint> h2 = Vector256.Load(states + (2 * BlockKernel.Lanes));
        Vector256<uint> h3 = Vector256.Load(states + (3 * BlockKernel.Lanes));
        for (int offset = 0; blocks > 0; blocks--, offset += BlockKernel.BlockSize)
        {
            for (int i = 0; i < 16; i += 4)
            {
                LaneBlocks.Read(data, offset + (4 * i), w + i);
            }

            // Each of the four rounds goes through the words in an order of its own.
            uint* k = constants;
            Vector256<uint> a = h0, b = h1, c = h2, d = h3;
            for (int i = 0; i < 16; i += 4, k += 4)
            {
                a = b + TWords.RotateLeft(a + (w[i] + Vector256.Create(*k)) + TWords.Choose(b, c, d), 7);
                d = a + TWords.RotateLeft(d + (w[i + 1] + Vector256.Create(k[1])) + TWords.Choose(a, b, c), 12);
                c = d + TWords.RotateLeft(c + (w[i + 2] + Vector256.Create(k[2])) + TWords.Choose(d, a, b), 17);
                b = c + TWords.RotateLeft(b + (w[i + 3] + Vector256.Create(k[3])) + TWords.Choose(c, d, a), 22);
            }

            for (int i = 1; i < 81; i += 20, k += 4)
            {
                a = b + TWords.RotateLeft(a + (w[i & 15] + Vector256.Create(*k)) + TWords.Choose(d, b, c), 5);
                d = a + TWords.RotateLeft(d + (w[(i + 5) & 15] + Vector256.Create(k[1])) + TWords.Choose(c, a, b), 9);
                c = d + TWords.RotateLeft(c + (w[(i + 10) & 15] + Vector256.Create(k[2])) + TWords.Choose(b, d, a), 14);
                b = c + TWords.RotateLeft(b + (w[(i + 15) & 15] + Vector256.Create(k[3])) + TWords.Choose(a, c, d), 20);
            }

            for (int i = 5; i < 53; i += 12, k += 4)
            {
                a = b + TWords.RotateLeft(a + (w[i & 15] + Vector256.Create(*k)) + TWords.Parity(b, c, d), 4);
                d = a + TWords.RotateLeft(d + (w[(i + 3) & 15] + Vector256.Create(k[1])) + TWords.Parity(a, b, c), 11);
                c = d + TWords.RotateLeft(c + (w[(i + 6) & 15] + Vector256.Create(k[2])) + TWords.Parity(d, a, b), 16);
                b = c + TWords.RotateLeft(b + (w[(i + 9) & 15] + Vector256.Create(k[3])) + TWords.Parity(c, d, a), 23);
            }

            for (int i = 0; i < 112; i += 28, k += 4)
            {
                a = b + TWords.RotateLeft(a + (w[i & 15] + Vector256.Create(*k)) + TWords.Mix(b, c, d), 6);
                d = a + TWords.RotateLeft(d + (w[(i + 7) & 15] + Vector256.Create(k[1])) + TWords.Mix(a, b, c), 10);
                c = d + TWords.RotateLeft(c + (w[(i + 14) & 15] + Vector256.Create(k[2])) + TWords.Mix(d, a, b), 15);
                b = c + TWords.RotateLeft(b + (w[(i + 21) & 15] + Vector256.Create(k[3])) + TWords.Mix(c, d, a), 21);
            }

            h0 += a;
            h1 += b;
            h2 += c;
            h3 += d;
        }

        h0.Store(states);
        h1.Store(states + BlockKernel.Lanes);
        h2.Store(states + (2 * BlockKernel.Lanes));
        h3.Store(states + (3 * BlockKernel.Lanes));
    }
}
#endif
