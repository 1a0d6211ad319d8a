using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace CosSlice.Emulator.Hashing;

/// <summary>
/// SHA-1's compression function (FIPS 180-4 section 6.1.2), written out: with the sixteen words in locals it takes half the
/// time that a loop over a table does.
/// </summary>
internal static class Sha1Blocks
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 64;

    private const uint K0 = 0x5a827999;
    private const uint K1 = 0x6ed9eba1;
    private const uint K2 = 0x8f1bbcdc;
    private const uint K3 = 0xca62c1d6;

    /// <summary>The state after whole blocks.</summary>
    public static Sha1State Compress(Sha1State state, ReadOnlySpan<byte> blocks)
    {
        (uint a, uint b, uint c, uint d, uint e) = state;
        for (; blocks.Length >= Size; blocks = blocks[Size..])
        {
            (uint a0, uint b0, uint c0, uint d0, uint e0) = (a, b, c, d, e);
            uint w0 = BinaryPrimitives.ReadUInt32BigEndian(blocks[0..]);
            uint w1 = BinaryPrimitives.ReadUInt32BigEndian(blocks[4..]);
            uint w2 = BinaryPrimitives.ReadUInt32BigEndian(blocks[8..]);
            uint w3 = BinaryPrimitives.ReadUInt32BigEndian(blocks[12..]);
            uint w4 = BinaryPrimitives.ReadUInt32BigEndian(blocks[16..]);
            uint w5 = BinaryPrimitives.ReadUInt32BigEndian(blocks[20..]);
            uint w6 = BinaryPrimitives.ReadUInt32BigEndian(blocks[24..]);
            uint w7 = BinaryPrimitives.ReadUInt32BigEndian(blocks[28..]);
            uint w8 = BinaryPrimitives.ReadUInt32BigEndian(blocks[32..]);
            uint w9 = BinaryPrimitives.ReadUInt32BigEndian(blocks[36..]);
            uint w10 = BinaryPrimitives.ReadUInt32BigEndian(blocks[40..]);
            uint w11 = BinaryPrimitives.ReadUInt32BigEndian(blocks[44..]);
            uint w12 = BinaryPrimitives.ReadUInt32BigEndian(blocks[48..]);
            uint w13 = BinaryPrimitives.ReadUInt32BigEndian(blocks[52..]);
            uint w14 = BinaryPrimitives.ReadUInt32BigEndian(blocks[56..]);
            uint w15 = BinaryPrimitives.ReadUInt32BigEndian(blocks[60..]);

            e += RotateLeft(a, 5) + Choose(b, c, d) + w0 + K0; b = RotateLeft(b, 30);
            d += RotateLeft(e, 5) + Choose(a, b, c) + w1 + K0; a = RotateLeft(a, 30);
            c += RotateLeft(d, 5) + Choose(e, a, b) + w2 + K0; e = RotateLeft(e, 30);
            b += RotateLeft(c, 5) + Choose(d, e, a) + w3 + K0; d = RotateLeft(d, 30);
            a += RotateLeft(b, 5) + Choose(c, d, e) + w4 + K0; c = RotateLeft(c, 30);
            e += RotateLeft(a, 5) + Choose(b, c, d) + w5 + K0; b = RotateLeft(b, 30);
            d += RotateLeft(e, 5) + Choose(a, b, c) + w6 + K0; a = RotateLeft(a, 30);
            c += RotateLeft(d, 5) + Choose(e, a, b) + w7 + K0; e = RotateLeft(e, 30);
            b += RotateLeft(c, 5) + Choose(d, e, a) + w8 + K0; d = RotateLeft(d, 30);
            a += RotateLeft(b, 5) + Choose(c, d, e) + w9 + K0; c = RotateLeft(c, 30);
            e += RotateLeft(a, 5) + Choose(b, c, d) + w10 + K0; b = RotateLeft(b, 30);
            d += RotateLeft(e, 5) + Choose(a, b, c) + w11 + K0; a = RotateLeft(a, 30);
            c += RotateLeft(d, 5) + Choose(e, a, b) + w12 + K0; e = RotateLeft(e, 30);
            b += RotateLeft(c, 5) + Choose(d, e, a) + w13 + K0; d = RotateLeft(d, 30);
            a += RotateLeft(b, 5) + Choose(c, d, e) + w14 + K0; c = RotateLeft(c, 30);
            e += RotateLeft(a, 5) + Choose(b, c, d) + w15 + K0; b = RotateLeft(b, 30);
            w0 = RotateLeft(w13 ^ w8 ^ w2 ^ w0, 1);
            d += RotateLeft(e, 5) + Choose(a, b, c) + w0 + K0; a = RotateLeft(a, 30);
            w1 = RotateLeft(w14 ^ w9 ^ w3 ^ w1, 1);
            c += RotateLeft(d, 5) + Choose(e, a, b) + w1 + K0; e = RotateLeft(e, 30);
            w2 = RotateLeft(w15 ^ w10 ^ w4 ^ w2, 1);
            b += RotateLeft(c, 5) + Choose(d, e, a) + w2 + K0; d = RotateLeft(d, 30);
            w3 = RotateLeft(w0 ^ w11 ^ w5 ^ w3, 1);
            a += RotateLeft(b, 5) + Choose(c, d, e) + w3 + K0; c = RotateLeft(c, 30);

            w4 = RotateLeft(w1 ^ w12 ^ w6 ^ w4, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w4 + K1; b = RotateLeft(b, 30);
            w5 = RotateLeft(w2 ^ w13 ^ w7 ^ w5, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w5 + K1; a = RotateLeft(a, 30);
            w6 = RotateLeft(w3 ^ w14 ^ w8 ^ w6, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w6 + K1; e = RotateLeft(e, 30);
            w7 = RotateLeft(w4 ^ w15 ^ w9 ^ w7, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w7 + K1; d = RotateLeft(d, 30);
            w8 = RotateLeft(w5 ^ w0 ^ w10 ^ w8, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w8 + K1; c = RotateLeft(c, 30);
            w9 = RotateLeft(w6 ^ w1 ^ w11 ^ w9, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w9 + K1; b = RotateLeft(b, 30);
            w10 = RotateLeft(w7 ^ w2 ^ w12 ^ w10, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w10 + K1; a = RotateLeft(a, 30);
            w11 = RotateLeft(w8 ^ w3 ^ w13 ^ w11, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w11 + K1; e = RotateLeft(e, 30);
            w12 = RotateLeft(w9 ^ w4 ^ w14 ^ w12, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w12 + K1; d = RotateLeft(d, 30);
            w13 = RotateLeft(w10 ^ w5 ^ w15 ^ w13, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w13 + K1; c = RotateLeft(c, 30);
            w14 = RotateLeft(w11 ^ w6 ^ w0 ^ w14, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w14 + K1; b = RotateLeft(b, 30);
            w15 = RotateLeft(w12 ^ w7 ^ w1 ^ w15, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w15 + K1; a = RotateLeft(a, 30);
            w0 = RotateLeft(w13 ^ w8 ^ w2 ^ w0, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w0 + K1; e = RotateLeft(e, 30);
            w1 = RotateLeft(w14 ^ w9 ^ w3 ^ w1, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w1 + K1; d = RotateLeft(d, 30);
            w2 = RotateLeft(w15 ^ w10 ^ w4 ^ w2, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w2 + K1; c = RotateLeft(c, 30);
            w3 = RotateLeft(w0 ^ w11 ^ w5 ^ w3, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w3 + K1; b = RotateLeft(b, 30);
            w4 = RotateLeft(w1 ^ w12 ^ w6 ^ w4, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w4 + K1; a = RotateLeft(a, 30);
            w5 = RotateLeft(w2 ^ w13 ^ w7 ^ w5, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w5 + K1; e = RotateLeft(e, 30);
            w6 = RotateLeft(w3 ^ w14 ^ w8 ^ w6, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w6 + K1; d = RotateLeft(d, 30);
            w7 = RotateLeft(w4 ^ w15 ^ w9 ^ w7, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w7 + K1; c = RotateLeft(c, 30);

            w8 = RotateLeft(w5 ^ w0 ^ w10 ^ w8, 1);
            e += RotateLeft(a, 5) + Majority(b, c, d) + w8 + K2; b = RotateLeft(b, 30);
            w9 = RotateLeft(w6 ^ w1 ^ w11 ^ w9, 1);
            d += RotateLeft(e, 5) + Majority(a, b, c) + w9 + K2; a = RotateLeft(a, 30);
            w10 = RotateLeft(w7 ^ w2 ^ w12 ^ w10, 1);
            c += RotateLeft(d, 5) + Majority(e, a, b) + w10 + K2; e = RotateLeft(e, 30);
            w11 = RotateLeft(w8 ^ w3 ^ w13 ^ w11, 1);
            b += RotateLeft(c, 5) + Majority(d, e, a) + w11 + K2; d = RotateLeft(d, 30);
            w12 = RotateLeft(w9 ^ w4 ^ w14 ^ w12, 1);
            a += RotateLeft(b, 5) + Majority(c, d, e) + w12 + K2; c = RotateLeft(c, 30);
            w13 = RotateLeft(w10 ^ w5 ^ w15 ^ w13, 1);
            e += RotateLeft(a, 5) + Majority(b, c, d) + w13 + K2; b = RotateLeft(b, 30);
            w14 = RotateLeft(w11 ^ w6 ^ w0 ^ w14, 1);
            d += RotateLeft(e, 5) + Majority(a, b, c) + w14 + K2; a = RotateLeft(a, 30);
            w15 = RotateLeft(w12 ^ w7 ^ w1 ^ w15, 1);
            c += RotateLeft(d, 5) + Majority(e, a, b) + w15 + K2; e = RotateLeft(e, 30);
            w0 = RotateLeft(w13 ^ w8 ^ w2 ^ w0, 1);
            b += RotateLeft(c, 5) + Majority(d, e, a) + w0 + K2; d = RotateLeft(d, 30);
            w1 = RotateLeft(w14 ^ w9 ^ w3 ^ w1, 1);
            a += RotateLeft(b, 5) + Majority(c, d, e) + w1 + K2; c = RotateLeft(c, 30);
            w2 = RotateLeft(w15 ^ w10 ^ w4 ^ w2, 1);
            e += RotateLeft(a, 5) + Majority(b, c, d) + w2 + K2; b = RotateLeft(b, 30);
            w3 = RotateLeft(w0 ^ w11 ^ w5 ^ w3, 1);
            d += RotateLeft(e, 5) + Majority(a, b, c) + w3 + K2; a = RotateLeft(a, 30);
            w4 = RotateLeft(w1 ^ w12 ^ w6 ^ w4, 1);
            c += RotateLeft(d, 5) + Majority(e, a, b) + w4 + K2; e = RotateLeft(e, 30);
            w5 = RotateLeft(w2 ^ w13 ^ w7 ^ w5, 1);
            b += RotateLeft(c, 5) + Majority(d, e, a) + w5 + K2; d = RotateLeft(d, 30);
            w6 = RotateLeft(w3 ^ w14 ^ w8 ^ w6, 1);
            a += RotateLeft(b, 5) + Majority(c, d, e) + w6 + K2; c = RotateLeft(c, 30);
            w7 = RotateLeft(w4 ^ w15 ^ w9 ^ w7, 1);
            e += RotateLeft(a, 5) + Majority(b, c, d) + w7 + K2; b = RotateLeft(b, 30);
            w8 = RotateLeft(w5 ^ w0 ^ w10 ^ w8, 1);
            d += RotateLeft(e, 5) + Majority(a, b, c) + w8 + K2; a = RotateLeft(a, 30);
            w9 = RotateLeft(w6 ^ w1 ^ w11 ^ w9, 1);
            c += RotateLeft(d, 5) + Majority(e, a, b) + w9 + K2; e = RotateLeft(e, 30);
            w10 = RotateLeft(w7 ^ w2 ^ w12 ^ w10, 1);
            b += RotateLeft(c, 5) + Majority(d, e, a) + w10 + K2; d = RotateLeft(d, 30);
            w11 = RotateLeft(w8 ^ w3 ^ w13 ^ w11, 1);
            a += RotateLeft(b, 5) + Majority(c, d, e) + w11 + K2; c = RotateLeft(c, 30);

            w12 = RotateLeft(w9 ^ w4 ^ w14 ^ w12, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w12 + K3; b = RotateLeft(b, 30);
            w13 = RotateLeft(w10 ^ w5 ^ w15 ^ w13, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w13 + K3; a = RotateLeft(a, 30);
            w14 = RotateLeft(w11 ^ w6 ^ w0 ^ w14, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w14 + K3; e = RotateLeft(e, 30);
            w15 = RotateLeft(w12 ^ w7 ^ w1 ^ w15, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w15 + K3; d = RotateLeft(d, 30);
            w0 = RotateLeft(w13 ^ w8 ^ w2 ^ w0, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w0 + K3; c = RotateLeft(c, 30);
            w1 = RotateLeft(w14 ^ w9 ^ w3 ^ w1, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w1 + K3; b = RotateLeft(b, 30);
            w2 = RotateLeft(w15 ^ w10 ^ w4 ^ w2, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w2 + K3; a = RotateLeft(a, 30);
            w3 = RotateLeft(w0 ^ w11 ^ w5 ^ w3, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w3 + K3; e = RotateLeft(e, 30);
            w4 = RotateLeft(w1 ^ w12 ^ w6 ^ w4, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w4 + K3; d = RotateLeft(d, 30);
            w5 = RotateLeft(w2 ^ w13 ^ w7 ^ w5, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w5 + K3; c = RotateLeft(c, 30);
            w6 = RotateLeft(w3 ^ w14 ^ w8 ^ w6, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w6 + K3; b = RotateLeft(b, 30);
            w7 = RotateLeft(w4 ^ w15 ^ w9 ^ w7, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w7 + K3; a = RotateLeft(a, 30);
            w8 = RotateLeft(w5 ^ w0 ^ w10 ^ w8, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w8 + K3; e = RotateLeft(e, 30);
            w9 = RotateLeft(w6 ^ w1 ^ w11 ^ w9, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w9 + K3; d = RotateLeft(d, 30);
            w10 = RotateLeft(w7 ^ w2 ^ w12 ^ w10, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w10 + K3; c = RotateLeft(c, 30);
            w11 = RotateLeft(w8 ^ w3 ^ w13 ^ w11, 1);
            e += RotateLeft(a, 5) + Parity(b, c, d) + w11 + K3; b = RotateLeft(b, 30);
            w12 = RotateLeft(w9 ^ w4 ^ w14 ^ w12, 1);
            d += RotateLeft(e, 5) + Parity(a, b, c) + w12 + K3; a = RotateLeft(a, 30);
            w13 = RotateLeft(w10 ^ w5 ^ w15 ^ w13, 1);
            c += RotateLeft(d, 5) + Parity(e, a, b) + w13 + K3; e = RotateLeft(e, 30);
            w14 = RotateLeft(w11 ^ w6 ^ w0 ^ w14, 1);
            b += RotateLeft(c, 5) + Parity(d, e, a) + w14 + K3; d = RotateLeft(d, 30);
            w15 = RotateLeft(w12 ^ w7 ^ w1 ^ w15, 1);
            a += RotateLeft(b, 5) + Parity(c, d, e) + w15 + K3; c = RotateLeft(c, 30);

            a += a0;
            b += b0;
            c += c0;
            d += d0;
            e += e0;
        }

        return new Sha1State(a, b, c, d, e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint b, uint c, uint d) => d ^ (b & (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Parity(uint b, uint c, uint d) => b ^ c ^ d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Majority(uint b, uint c, uint d) => (b & c) + (d & (b ^ c));
}
