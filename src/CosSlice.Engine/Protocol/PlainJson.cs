using System.Runtime.CompilerServices;
using System.Text;

namespace CosSlice.Protocol;

/// <summary>
/// Reads a JSON text of the plainest kind, which nearly every answer is: short, printable ASCII without an escape, numbers without
/// fraction, no array. What it takes is what the platform's reader makes of the same text; it judges nothing, and leaves the rest to that one,
/// which takes many times as long in a young process, where it is not optimised yet.
/// </summary>
internal static class PlainJson
{
    // So short that it is within all the other bounds.
    private const int LongestText = 16 * 1024;
    private const int Depth = 4;

    /// <summary>Reads a text that is one object.</summary>
    /// <param name="text">Holds the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns><see langword="null"/> where it is not as plain as that, or not JSON.</returns>
    public static JsonObject? ReadObject(byte[] text, int start, int length)
    {
        int end = start + length;
        if (length > LongestText || end > text.Length)
        {
            return null;
        }

        int at = Space(text, start, end);
        return at < end && text[at] == (byte)'{' && Object(text, ref at, end, Depth) is { } whole && Space(text, at, end) == end ? whole : null;
    }

    // From its bracket on; afterwards behind the other.
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    private static JsonObject? Object(byte[] text, ref int at, int end, int depth)
    {
        JsonObject whole = new();
        int next = Space(text, at + 1, end);
        if (next < end && text[next] == (byte)'}')
        {
            at = next + 1;
            return whole;
        }

        while (true)
        {
            int close = StringEnd(text, next, end);
            int colon = close < 0 ? end : Space(text, close + 1, end);
            if (colon >= end || text[colon] != (byte)':')
            {
                return null;
            }

            string name = Encoding.ASCII.GetString(text, next + 1, close - next - 1);
            next = Space(text, colon + 1, end);
            if (!Value(text, ref next, end, depth, out JsonValue value))
            {
                return null;
            }

            whole.Add(name, value);
            next = Space(text, next, end);
            if (next >= end)
            {
                return null;
            }

            byte mark = text[next];
            if (mark == (byte)'}')
            {
                at = next + 1;
                return whole;
            }

            if (mark != (byte)',')
            {
                return null;
            }

            next = Space(text, next + 1, end);
        }
    }

#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    private static bool Value(byte[] text, ref int at, int end, int depth, out JsonValue value)
    {
        value = default;
        int start = at;
        byte first = start < end ? text[start] : (byte)0;
        if (first == (byte)'"')
        {
            int close = StringEnd(text, start, end);
            if (close < 0)
            {
                return false;
            }

            value = JsonValue.String(Encoding.ASCII.GetString(text, start + 1, close - start - 1));
            at = close + 1;
            return true;
        }

        if (first == (byte)'{')
        {
            if (depth == 1 || Object(text, ref at, end, depth - 1) is not { } inner)
            {
                return false;
            }

            value = JsonValue.Of(inner);
            return true;
        }

        int digits = start + (first == (byte)'-' ? 1 : 0);
        int stop = digits;
        while (stop < end && text[stop] is >= (byte)'0' and <= (byte)'9')
        {
            stop++;
        }

        // A fraction or an exponent is no end of a value, and whoever called refuses what follows.
        if (stop == digits || (text[digits] == (byte)'0' && stop > digits + 1))
        {
            return false;
        }

        value = JsonValue.Number(Encoding.ASCII.GetString(text, start, stop - start));
        at = stop;
        return true;
    }

    // Where the string ends whose opening quote is here; less than zero where there is no plain one.
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    private static int StringEnd(byte[] text, int at, int end)
    {
        if (at >= end || text[at] != (byte)'"')
        {
            return -1;
        }

        for (int i = at + 1; i < end; i++)
        {
            byte b = text[i];
            if (b == (byte)'"')
            {
                return i;
            }

            if (b is < (byte)' ' or > (byte)'~' or (byte)'\\')
            {
                return -1;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Space(byte[] text, int at, int end)
    {
        while (at < end && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }
}
