namespace CosSlice.Protocol;

/// <summary>A <c>sha</c> as answers bear it.</summary>
internal static class ShaText
{
    private const int Digits = 40;

    /// <summary>
    /// The 40 hex digits of a value that may bear a suffix behind an underscore, which the vendor's browser client cuts off;
    /// <see langword="null"/> where there is no such value.
    /// </summary>
    public static string? Of(string? value)
    {
        if (value is null)
        {
            return null;
        }

        int end = value.IndexOf('_');
        string sha = end < 0 ? value : value.Substring(0, end);
        return sha.Length == Digits && IsHex(sha) ? sha.ToLowerInvariant() : null;
    }

    private static bool IsHex(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                return false;
            }
        }

        return true;
    }
}
