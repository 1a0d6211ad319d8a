#if NET8_0_OR_GREATER
namespace CosSlice.Files;

/// <summary>What a path names, by one look and without opening it.</summary>
internal static class PlainFile
{
    /// <summary>
    /// Length in bytes and last-write time in UTC of the file that a path itself names; <see langword="null"/> for whatever opening
    /// alone can tell of. That is a link, an empty file, which a pipe or a device looks like, and anything on Windows, where a
    /// folder may be late to say how long a file is that another program writes to.
    /// </summary>
    /// <exception cref="IOException">The file system does not answer.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be searched.</exception>
    public static (long Length, DateTime LastWriteTimeUtc)? Look(string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return null;
        }

        FileInfo file = new(path);
        bool isPlain = file.Exists && (file.Attributes & FileAttributes.ReparsePoint) == 0 && file.Length > 0;
        return isPlain ? (file.Length, file.LastWriteTimeUtc) : null;
    }
}
#endif
