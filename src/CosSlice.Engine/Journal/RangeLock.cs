using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Journal;

/// <summary>
/// Locks ranges of a file's bytes, whether or not the file has them. They are an opening's own, not the process's: two openings keep each
/// other out within one process too, and closing one ends no lock of another. With its process each of them ends.
/// </summary>
/// <remarks>Source: fcntl(2) of Linux, "Open file description locks".</remarks>
internal static class RangeLock
{
    private const int Find = 36;
    private const int Set = 37;
    private const short Exclusive = 1;
    private const short None = 2;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int Denied = 13;

    /// <summary>Whether this system has them, in the form that is known here.</summary>
    public static bool IsThere { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Takes a range.</summary>
    /// <param name="file">The file, open for writing.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many; more than 0.</param>
    /// <returns>Whether no other opening has a byte of it.</returns>
    /// <exception cref="IOException">The file system has no such locks.</exception>
    public static bool TryTake(SafeFileHandle file, string path, long start, long length)
    {
        Range range = new() { Type = Exclusive, Start = start, Length = length };
        return Call(file, Set, ref range) switch
        {
            0 => true,
            WouldBlock or Denied => false,
            int error => throw UnixFiles.Failure(path, error),
        };
    }

    /// <summary>Lets a range go.</summary>
    /// <exception cref="IOException">The file system has no such locks.</exception>
    public static void Release(SafeFileHandle file, string path, long start, long length)
    {
        Range range = new() { Type = None, Start = start, Length = length };
        if (Call(file, Set, ref range) is int error and not 0)
        {
            throw UnixFiles.Failure(path, error);
        }
    }

    /// <summary>
    /// How many bytes the range of another opening has that a byte belongs to, 0 for one without an end; <see langword="null"/> where it
    /// belongs to none. Nothing is taken.
    /// </summary>
    /// <exception cref="IOException">The file system has no such locks.</exception>
    public static long? LengthAround(SafeFileHandle file, string path, long start)
    {
        Range range = new() { Type = Exclusive, Start = start, Length = 1 };
        if (Call(file, Find, ref range) is int error and not 0)
        {
            throw UnixFiles.Failure(path, error);
        }

        return range.Type == None ? null : range.Length;
    }

    private static int Call(SafeFileHandle file, int command, ref Range range)
    {
        int error;
        do
        {
            error = Control(file, command, ref range) == -1 ? Marshal.GetLastWin32Error() : 0;
        }
        while (error == Interrupted);
        return error;
    }

    // struct flock where a pointer has 64 bits.
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

#pragma warning disable SYSLIB1054 // source-generated imports are not in netstandard2.0
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, ref Range range);
#pragma warning restore SYSLIB1054
}
