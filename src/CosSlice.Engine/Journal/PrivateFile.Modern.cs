#if NET8_0_OR_GREATER
namespace CosSlice.Journal;

/// <summary>Makes files that only this user may read.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a file of a new name and opens it for writing.</summary>
    /// <exception cref="IOException">There is one of that name, or it cannot be made.</exception>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Gives a file another's name, in one step.</summary>
    public static void Replace(string from, string to) => File.Move(from, to, overwrite: true);
}
#endif
