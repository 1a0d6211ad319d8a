#if NETSTANDARD2_0
namespace CosSlice.Journal;

/// <summary>Makes files that only this user may read.</summary>
internal static class PrivateFile
{
    private const int Attempts = 5;

    /// <summary>Makes a file of a new name and opens it for writing.</summary>
    /// <exception cref="IOException">There is one of that name, or it cannot be made.</exception>
    public static FileStream Create(string path)
        => UnixFiles.IsUnix
            ? new FileStream(UnixFiles.CreateFile(path), FileAccess.Write)
            : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Gives a file another's name, in one step.</summary>
    public static void Replace(string from, string to)
    {
        bool isDone = false;
        for (int attempt = 1; !isDone; attempt++)
        {
            try
            {
                if (File.Exists(to))
                {
                    File.Replace(from, to, destinationBackupFileName: null, ignoreMetadataErrors: true);
                }
                else
                {
                    File.Move(from, to);
                }

                isDone = true;
            }
            catch (IOException) when (attempt < Attempts && File.Exists(from))
            {
                // Another process made it or removed it meanwhile.
            }
        }
    }
}
#endif
