#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace CosSlice;

internal static partial class HexText
{
    private const int MostOnStack = 64;

    /// <summary>Of some of the bytes alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string Of(byte[] bytes, int start, int count)
    {
        Span<char> text = count <= MostOnStack ? stackalloc char[2 * count] : new char[2 * count];
        for (int i = 0; i < count; i++)
        {
            text[2 * i] = Digits[bytes[start + i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[start + i] & 15];
        }

        return new string(text);
    }
}
#endif
