#if !NET8_0_OR_GREATER
namespace CosSlice;

internal static partial class HexText
{
    /// <summary>Of some of the bytes alone.</summary>
    public static string Of(byte[] bytes, int start, int count)
    {
        char[] text = new char[2 * count];
        for (int i = 0; i < count; i++)
        {
            text[2 * i] = Digits[bytes[start + i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[start + i] & 15];
        }

        return new string(text);
    }
}
#endif
