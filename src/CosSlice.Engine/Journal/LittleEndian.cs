namespace CosSlice.Journal;

/// <summary>Numbers as the journal's files hold them: the lowest byte first, whichever way the processor has them.</summary>
internal static class LittleEndian
{
    /// <summary>Writes a number.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="offset">Where its first byte goes.</param>
    /// <param name="value">The number.</param>
    /// <param name="bytes">How many bytes it has: 1 to 8.</param>
    public static void Put(byte[] to, int offset, long value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            to[offset + i] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>Reads a number back.</summary>
    /// <param name="from">Where from.</param>
    /// <param name="offset">Where its first byte is.</param>
    /// <param name="bytes">How many bytes it has: 1 to 8.</param>
    public static long Take(byte[] from, int offset, int bytes)
    {
        long value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (long)from[offset + i] << (8 * i);
        }

        return value;
    }
}
