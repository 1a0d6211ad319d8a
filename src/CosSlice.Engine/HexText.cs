namespace CosSlice;

/// <summary>Lower-case hex, as the protocol writes hashes.</summary>
internal static class HexText
{
    private const string Digits = "0123456789abcdef";

    public static string Of(byte[] bytes)
    {
        char[] text = new char[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[bytes[i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }
}
