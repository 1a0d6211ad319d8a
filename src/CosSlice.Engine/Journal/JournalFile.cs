namespace CosSlice.Journal;

/// <summary>Reads and removes the journal's files, which other processes may write or remove at the same time.</summary>
internal static class JournalFile
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isExpected">Whether a file of this many bytes is worth reading.</param>
    /// <returns><see langword="null"/> where it is not, or where it became shorter meanwhile.</returns>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? Read(string path, Func<long, bool> isExpected)
    {
        using FileStream file = Open(path);
        long length = file.Length;
        if (!isExpected(length))
        {
            return null;
        }

        byte[] content = new byte[length];
        return Fill(file, content) == content.Length ? content : null;
    }

    /// <summary>Reads until a buffer is full or the file ends.</summary>
    /// <returns>How many bytes were read.</returns>
    public static int Fill(Stream file, byte[] buffer)
    {
        int count = 0;
        for (int read = 1; read > 0 && count < buffer.Length; count += read)
        {
            read = file.Read(buffer, count, buffer.Length - count);
        }

        return count;
    }

    /// <summary>Removes a file; one that is gone already is removed.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The whole folder went meanwhile.
        }
    }

    private static FileStream Open(string path)
        => UnixFiles.IsUnix
            ? new FileStream(UnixFiles.OpenFile(path, forWriting: false) ?? throw new FileNotFoundException(null, path), FileAccess.Read, bufferSize: 1)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
}
