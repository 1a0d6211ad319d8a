using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace CosSlice.Tests.Support;

/// <summary>SHA-1 line by line as FIPS 180-4 has it, from any state on: what engine and emulator are held against. Nothing here is fast.</summary>
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
            string sha = last ? Convert.ToHexStringLower(SHA1.HashData(file)) : LittleEndian(state);
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

    /// <summary>The digest of a text of which the state after its beginning is known.</summary>
    /// <param name="state">40 hex digits, each word the lowest byte first.</param>
    /// <param name="bytesBefore">Bytes that the state stands for; a multiple of 64.</param>
    /// <param name="rest">What follows them.</param>
    public static byte[] GoOn(string state, long bytesBefore, ReadOnlySpan<byte> rest)
    {
        byte[] memory = Convert.FromHexString(state);
        uint[] words = [.. Enumerable.Range(0, 5).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(memory.AsSpan(4 * i)))];
        byte[] padded = [.. rest, 0x80, .. new byte[(119 - (rest.Length % 64)) % 64], .. new byte[8]];
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - 8), 8 * (bytesBefore + rest.Length));
        Compress(words, padded);

        byte[] digest = new byte[20];
        for (int i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * i), words[i]);
        }

        return digest;
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
