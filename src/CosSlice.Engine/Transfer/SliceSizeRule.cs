namespace CosSlice.Transfer;

/// <summary>Which slice sizes of the service's are taken up. What it answers decides, within reason.</summary>
internal static class SliceSizeRule
{
    public const long Minimum = 64 * 1024;
    public const long Maximum = 64 * 1024 * 1024;

    // SHA-1 works in blocks of 64 bytes; the state between two slices is defined on their boundaries only.
    private const long Unit = 64;

    /// <summary>Whether a file can go up in slices of this size.</summary>
    /// <param name="answered">Bytes a slice.</param>
    /// <param name="declaredPart">Bytes of the parts that were declared, or 0: a slice ends where a part ends, or the service refuses it (-29136).</param>
    public static bool Fits(long answered, long declaredPart) => Problem(answered, declaredPart) is null;

    /// <param name="answered">Bytes a slice.</param>
    /// <param name="declaredPart">Bytes of the parts that were declared, or 0.</param>
    /// <exception cref="CosException"><c>SliceSizeMismatch</c>.</exception>
    public static void Check(long answered, long declaredPart)
    {
        if (Problem(answered, declaredPart) is { } problem)
        {
            throw CosErrors.SliceSizeMismatch(answered, problem);
        }
    }

    private static string? Problem(long answered, long declaredPart)
    {
        if (answered is < Minimum or > Maximum)
        {
            return TextFormat.Of(AnswerTexts.SliceSizeRange, Minimum, Maximum);
        }

        if (answered % Unit != 0)
        {
            return TextFormat.Of(AnswerTexts.SliceSizeUnit, Unit);
        }

        return declaredPart > 0 && answered % declaredPart != 0 ? TextFormat.Of(AnswerTexts.SliceSizeOfParts, declaredPart) : null;
    }
}
