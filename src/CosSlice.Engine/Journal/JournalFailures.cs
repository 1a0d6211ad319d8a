namespace CosSlice.Journal;

/// <summary>Which of the system's exceptions are about the journal's files, in one place.</summary>
internal static class JournalFailures
{
    /// <summary>Whether an exception is the file system's answer, not a mistake of the program.</summary>
    public static bool IsOfFiles(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>Whether what was to be opened, read or removed is not there (any more).</summary>
    public static bool IsMissing(Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException;
}
