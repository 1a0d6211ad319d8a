using System.Runtime.InteropServices;

namespace CosSlice.Files;

/// <summary>
/// Tells a pipe from a file before it is opened: opening a pipe waits, without end and without a way to cancel, until
/// something writes to it.
/// </summary>
internal static class PipeProbe
{
    private const int SeekCurrent = 1;

    /// <summary>Whether a path names something without positions. What cannot be asked counts as a file: opening it will tell.</summary>
    public static bool HasNoPositions(string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return false;
        }

        int descriptor = Open(path, ReadOnlyNonBlocking());
        if (descriptor < 0)
        {
            return false;
        }

        try
        {
            return Seek(descriptor, 0, SeekCurrent) < 0;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    // O_RDONLY is 0; O_NONBLOCK and O_CLOEXEC are the system's own.
    private static int ReadOnlyNonBlocking()
        => RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 0x4 | 0x1000000 : 0x800 | 0x80000;

#pragma warning disable SYSLIB1054, CA2101 // source-generated imports and their UTF-8 strings are not in netstandard2.0; on Unix, Ansi is UTF-8
    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "lseek")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Seek(int descriptor, long offset, int whence);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
#pragma warning restore SYSLIB1054, CA2101
}
