namespace CosSlice.Campaign.Plans;

/// <summary>One file: its name at the service, and what is in it.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ContentSeed">What its bytes follow from.</param>
internal sealed record FilePlan(string Key, int Length, int ContentSeed)
{
    public byte[] Content()
    {
        byte[] content = new byte[Length];
        new Random(ContentSeed).NextBytes(content);
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
        else if (Length > 0)
        {
            content[(int)(place * (Length - 1))] ^= 0x5A;
        }

        return content;
    }
}
