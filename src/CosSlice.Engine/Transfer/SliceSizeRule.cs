namespace CosSlice.Transfer;

/// <summary>Which slice sizes of the service's are taken up. What it answers decides, within reason.</summary>
internal static class SliceSizeRule
{
    public const long Minimum = 64 * 1024;
    public const long Maximum = 64 * 1024 * 1024;

    // SHA-1 works in blocks of 64 bytes; the state between two slices is defined on their boundaries only.
    private const long Unit = 64;

    /// <param name="answered">Bytes a slice.</param>
    /// <param name="declaredPart">Bytes of the parts that were declared, or 0: a slice ends where a part ends, or the service refuses it (-29136).</param>
    /// <exception cref="CosException"><c>SliceSizeMismatch</c>.</exception>
    public static void Check(long answered, long declaredPart)
    {
        if (answered is < Minimum or > Maximum)
        {
            throw CosErrors.SliceSizeMismatch(answered, $"which is not between {Minimum} and {Maximum}");
        }

        if (answered % Unit != 0)
        {
            throw CosErrors.SliceSizeMismatch(answered, $"which is not a multiple of {Unit}");
        }

        if (declaredPart > 0 && answered % declaredPart != 0)
        {
            throw CosErrors.SliceSizeMismatch(answered, $"which is not a multiple of the declared parts' {declaredPart}");
        }
    }
}
