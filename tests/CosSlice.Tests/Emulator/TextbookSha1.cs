using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace CosSlice.Tests.Emulator;

/// <summary>SHA-1 line by line as FIPS 180-4 has it, to say what a client declares. Nothing here is fast.</summary>
internal static class TextbookSha1
{
    /// <summary>The uploadparts of a file, in parts of one size.</summary>
    public static string UploadParts(byte[] file, int partSize)
    {
        var parts = new List<string>();
        uint[] state = Start();
        for (int offset = 0; offset < file.Length; offset += partSize)
        {
            int length = Math.Min(partSize, file.Length - offset);
            bool last = offset + length == file.Length;
            Compress(state, file.AsSpan(offset, length - (length % 64)));
            string sha = last ? TestEmulator.Sha1(file) : LittleEndian(state);
            parts.Add(string.Create(CultureInfo.InvariantCulture, $$"""{"offset":{{offset}},"datalen":{{length}},"datasha":"{{sha}}"}"""));
        }

        return "[" + string.Join(',', parts) + "]";
    }

    public static uint[] Start() => [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

    /// <summary>The words as they lie in the memory of a little-endian machine.</summary>
    public static string LittleEndian(uint[] state)
    {
        byte[] memory = new byte[20];
        for (int i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan(4 * i), state[i]);
        }

        return Convert.ToHexStringLower(memory);
    }

    public static void Compress(uint[] state, ReadOnlySpan<byte> blocks)
    {
        uint[] w = new uint[80];
        for (; blocks.Length > 0; blocks = blocks[64..])
        {
            for (int t = 0; t < 80; t++)
            {
                w[t] = t < 16
                    ? BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * t)..])
                    : BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
            }

            (uint a, uint b, uint c, uint d, uint e) = (state[0], state[1], state[2], state[3], state[4]);
            for (int t = 0; t < 80; t++)
            {
                (uint f, uint k) = (t / 20) switch
                {
                    0 => ((b & c) ^ (~b & d), 0x5a827999u),
                    1 => (b ^ c ^ d, 0x6ed9eba1u),
                    2 => ((b & c) ^ (b & d) ^ (c & d), 0x8f1bbcdcu),
                    _ => (b ^ c ^ d, 0xca62c1d6u),
                };
                (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + f + e + k + w[t], a, BitOperations.RotateLeft(b, 30), c, d);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }
}
