namespace CosSlice.Campaign.Plans;

/// <summary>One file: its name at the service, and what is in it.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ContentSeed">What its bytes follow from.</param>
/// <param name="ChangedAt">Where one byte is another than follows from the seed, as a share of the length; <see langword="null"/> for nowhere.</param>
internal sealed record FilePlan(string Key, int Length, int ContentSeed, double? ChangedAt = null)
{
    public byte[] Content()
    {
        byte[] content = new byte[Length];
        new Random(ContentSeed).NextBytes(content);
        if (ChangedAt is { } place)
        {
            Change(content, place, 0xA5);
        }

        return content;
    }

    /// <summary>Other content of the same length, where there is any: all of it, or one byte.</summary>
    /// <param name="at">The place of the one byte, as a share of the length; <see langword="null"/> for all of them.</param>
    public byte[] Twin(double? at)
    {
        byte[] content = Content();
        if (at is not { } place)
        {
            new Random(~ContentSeed).NextBytes(content);
        }
        else
        {
            Change(content, place, 0x5A);
        }

        return content;
    }

    private static void Change(byte[] content, double place, byte by)
    {
        if (content.Length > 0)
        {
            content[(int)(place * (content.Length - 1))] ^= by;
        }
    }
}
