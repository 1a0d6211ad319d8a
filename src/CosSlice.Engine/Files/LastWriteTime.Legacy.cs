#if NETSTANDARD2_0
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Files;

/// <summary>
/// When an open file was last written to. netstandard2.0 asks for it by path alone, and a link answers with its own time, which
/// says nothing of the file behind it.
/// </summary>
internal static class LastWriteTime
{
    // The layout of statx is the same on every processor: stx_mtime at 112, seconds and then nanoseconds.
    private const int EmptyPath = 0x1000;
    private const uint ModificationTime = 0x40;
    private const int SecondsOffset = 112;

    private static readonly DateTime UnixEpoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The time in UTC.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="path">Its path, for systems whose open files cannot be asked.</param>
    /// <exception cref="IOException">The system does not say.</exception>
    public static DateTime Of(SafeFileHandle file, string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return FileTime(file, IntPtr.Zero, IntPtr.Zero, out long time)
                ? DateTime.FromFileTimeUtc(time)
                : throw Failure();
        }

        return RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? OnLinux(file, path) : File.GetLastWriteTimeUtc(path);
    }

    private static DateTime OnLinux(SafeFileHandle file, string path)
    {
        byte[] status = new byte[256];
        try
        {
            return ExtendedStatus(file, [0], EmptyPath, ModificationTime, status) == 0
                ? UnixEpoch
                    .AddTicks(BitConverter.ToInt64(status, SecondsOffset) * TimeSpan.TicksPerSecond)
                    .AddTicks(BitConverter.ToUInt32(status, SecondsOffset + sizeof(long)) / 100)
                : throw Failure();
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return File.GetLastWriteTimeUtc(path);
        }
    }

    private static IOException Failure()
    {
        int error = Marshal.GetLastWin32Error();
        return new IOException(new Win32Exception(error).Message, error);
    }

#pragma warning disable SYSLIB1054 // source-generated imports are not in netstandard2.0
    [DllImport("kernel32.dll", EntryPoint = "GetFileTime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool FileTime(SafeFileHandle file, IntPtr creation, IntPtr lastAccess, out long lastWrite);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExtendedStatus(SafeFileHandle file, byte[] path, int flags, uint mask, [Out] byte[] status);
#pragma warning restore SYSLIB1054
}
#endif
