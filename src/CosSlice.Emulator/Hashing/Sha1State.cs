using System.Buffers.Binary;
using System.Globalization;

namespace CosSlice.Emulator.Hashing;

/// <summary>The five words that SHA-1 carries from one block of 64 bytes to the next (FIPS 180-4 section 6.1).</summary>
internal readonly record struct Sha1State(uint A, uint B, uint C, uint D, uint E)
{
    /// <summary>Hexadecimal digits of a digest.</summary>
    public const int HexLength = 40;

    /// <summary>The state before the first block.</summary>
    public static Sha1State Initial { get; } = new(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);

    /// <summary>
    /// Reads a datasha that is no final one: the words as they lie in the memory of the machine that the service's SDKs were
    /// written for, with the lowest byte first.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Sha1State state)
    {
        state = default;
        if (!TryWords(hex, out uint a, out uint b, out uint c, out uint d, out uint e))
        {
            return false;
        }

        state = new Sha1State(Swap(a), Swap(b), Swap(c), Swap(d), Swap(e));
        return true;
    }

    /// <summary>Reads a finished digest, with the highest byte first as everywhere.</summary>
    public static bool TryParseDigest(ReadOnlySpan<byte> hex, out Sha1State state)
    {
        state = default;
        if (!TryWords(hex, out uint a, out uint b, out uint c, out uint d, out uint e))
        {
            return false;
        }

        state = new Sha1State(a, b, c, d, e);
        return true;
    }

    /// <summary>The words as a datasha has them, the lowest byte first.</summary>
    public string ToHex() => Words(Swap(A), Swap(B), Swap(C), Swap(D), Swap(E));

    /// <summary>The words as a finished digest has them.</summary>
    public string ToDigestHex() => Words(A, B, C, D, E);

    private static string Words(uint a, uint b, uint c, uint d, uint e) =>
        string.Create(CultureInfo.InvariantCulture, $"{a:x8}{b:x8}{c:x8}{d:x8}{e:x8}");

    private static uint Swap(uint word) => BinaryPrimitives.ReverseEndianness(word);

    private static bool TryWords(ReadOnlySpan<byte> hex, out uint a, out uint b, out uint c, out uint d, out uint e)
    {
        a = b = c = d = e = 0;
        return hex.Length == HexLength
            && TryWord(hex[..8], out a) && TryWord(hex[8..16], out b) && TryWord(hex[16..24], out c)
            && TryWord(hex[24..32], out d) && TryWord(hex[32..], out e);
    }

    private static bool TryWord(ReadOnlySpan<byte> hex, out uint word) =>
        uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out word);
}
