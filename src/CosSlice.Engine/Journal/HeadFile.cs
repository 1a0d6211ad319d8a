using System.Globalization;

namespace CosSlice.Journal;

/// <summary>The file of an upload's record.</summary>
internal static class HeadFile
{
    // A head of another version may be longer than this one's; beyond this it is none.
    private const int LongestHead = 64 * 1024;

    /// <summary>Reads it; <see langword="null"/> where there is none.</summary>
    public static HeadReading? Read(string path, string uploadId)
    {
        // Most files go to a target that nothing is remembered of.
        if (!IsThere(path))
        {
            return null;
        }

        try
        {
            return JournalFile.Read(path, length => length <= LongestHead) is { } text
                ? RecordReader.Read(text, text.Length, uploadId)
                : HeadReading.Damaged(TextFormat.Of(JournalTexts.EntryTooLong, LongestHead));
        }
        catch (Exception failure) when (JournalFailures.IsMissing(failure))
        {
            return null;
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            return HeadReading.Foreign(TextFormat.Of(JournalTexts.EntryUnreadable, failure.Message));
        }
    }

    // A link that leads nowhere is there too; from .NET 5 on File.Exists says so itself.
    private static bool IsThere(string path)
#if NET8_0_OR_GREATER
        => File.Exists(path);
#else
        => File.Exists(path) || UnixFiles.IsLink(path);
#endif

    /// <summary>Keeps a damaged one under another name, for whoever wants to know what happened to it.</summary>
    public static void SetAside(string path, DateTimeOffset now)
        => File.Move(
            path, path + JournalNames.Damaged + now.UtcDateTime.ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture));
}
