namespace CosSlice.Journal;

/// <summary>What the journal's files are called: an upload's id, and what they are.</summary>
internal static class JournalNames
{
    /// <summary>The upload's record.</summary>
    public const string Head = ".json";

    /// <summary>The digests of its parts; where none are declared, the slices as they are acknowledged (<see cref="AcknowledgedLog"/>).</summary>
    public const string Hash = ".parts";

    /// <summary>Its lock.</summary>
    public const string Lock = ".lock";

    /// <summary>Stands behind the name of a damaged head that had to make way.</summary>
    public const string Damaged = ".damaged-";

    /// <summary>The locks of many small uploads (<see cref="ByteLockFile"/>).</summary>
    public const string ByteLocks = "small" + Lock;

    private const int IdDigits = 32;

    /// <summary>The id of the upload whose head this is; <see langword="null"/> where the name is no head's.</summary>
    public static string? IdOfHead(string name)
        => name.Length == IdDigits + Head.Length && IsOurs(name) && name.EndsWith(Head, StringComparison.Ordinal)
            ? name.Substring(0, IdDigits)
            : null;

    /// <summary>Whether a name is an upload's id and one of the endings above, one of theirs while it is written, or one set aside; or the file of many locks.</summary>
    public static bool IsOurs(string name)
    {
        if (name == ByteLocks)
        {
            return true;
        }

        if (name.Length <= IdDigits || !IsUploadId(name.Substring(0, IdDigits)))
        {
            return false;
        }

        string ending = name.Substring(IdDigits);
        return ending is Head or Hash or Lock
            || ending.EndsWith(TemporaryFile.Extension, StringComparison.Ordinal)
            || ending.StartsWith(Head + Damaged, StringComparison.Ordinal);
    }

    /// <summary>Whether a text may be an upload's id, and so a part of a file's name.</summary>
    public static bool IsUploadId(string text)
        => text.Length == IdDigits && text.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
