namespace CosSlice.Emulator.Storage;

/// <summary>Keeps the store within its folder: the store makes no symbolic links, so one that lies in it leads out of it.</summary>
internal static class StoreLinks
{
    /// <summary>Refuses a path that is a symbolic link, wherever that leads.</summary>
    /// <exception cref="IOException">It is one.</exception>
    public static void Refuse(string path)
    {
        // What is not there has no attributes.
        FileAttributes attributes = new FileInfo(path).Attributes;
        if (attributes != (FileAttributes)(-1) && attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null)
        {
            throw new IOException($"'{path}' is a symbolic link; the store follows none.");
        }
    }

    /// <summary>Refuses every link below a folder, and follows none to find others.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static void RefuseBelow(string folder)
    {
        EnumerationOptions all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", all))
        {
            Refuse(path);
            if (Directory.Exists(path))
            {
                RefuseBelow(path);
            }
        }
    }
}
