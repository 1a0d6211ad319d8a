namespace CosSlice;

/// <summary>Lower-case hex, as the protocol writes hashes.</summary>
internal static partial class HexText
{
    private const string Digits = "0123456789abcdef";

    public static string Of(byte[] bytes) => Of(bytes, 0, bytes.Length);

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
