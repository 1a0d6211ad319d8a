#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
#endif

namespace CosSlice;

/// <summary>Lower-case hex, as the protocol writes hashes.</summary>
internal static class HexText
{
    private const string Digits = "0123456789abcdef";

    public static string Of(byte[] bytes) => Of(bytes, 0, bytes.Length);

    /// <summary>Of some of the bytes alone.</summary>
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    public static string Of(byte[] bytes, int start, int count)
    {
        char[] text = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            text[2 * i] = Digits[bytes[start + i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[start + i] & 15];
        }

        return new string(text);
    }

    /// <summary>The bytes that digits of hex stand for.</summary>
    /// <param name="digits">An even number of them; upper case is the same.</param>
    /// <exception cref="FormatException">There is something else.</exception>
    public static byte[] Bytes(string digits)
    {
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((ValueOf(digits[2 * i]) << 4) | ValueOf(digits[(2 * i) + 1]));
        }

        return bytes;
    }

    private static int ValueOf(char digit)
    {
        int value = Digits.IndexOf(char.ToLowerInvariant(digit));
        return value >= 0 ? value : throw new FormatException($"'{digit}' is no digit of hex.");
    }
}
