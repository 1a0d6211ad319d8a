using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Journal;

/// <summary>
/// What netstandard2.0 does not offer of Unix: folders and files that are private from their first moment, whose they are,
/// and a lock that is asked for instead of being implied.
/// </summary>
internal static class UnixFiles
{
    private const int Interrupted = 4;
    private const int AlreadyExists = 17;
    private const int Missing = 2;
    private const int InputOutput = 5;
    private const int OutOfMemory = 12;
    private const int TooManyInSystem = 23;
    private const int TooManyInProcess = 24;
    private const int NoLocksLeft = 37;
    private const int Stale = 116;
    private const int ReadWrite = 2;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;
    private const int SeekCurrent = 1;

    private static readonly bool IsApple = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Whether this system has what is below.</summary>
    public static bool IsUnix => Path.DirectorySeparatorChar == '/';

    /// <summary>The user id that the system judges this process by.</summary>
    public static uint CurrentUser => EffectiveUser();

    /// <summary>Makes a folder that only its owner may enter, whatever the umask; one that is there already stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeFolder(string path)
    {
        if (MakeDirectory(path, UnixMode.PrivateFolder) != 0 && Marshal.GetLastWin32Error() is int error && error != AlreadyExists)
        {
            throw Failure(path, error);
        }
    }

    /// <summary>Makes a file that only its owner may read or write, whatever the umask, and opens it for writing.</summary>
    /// <exception cref="IOException">There is one of that name, or it cannot be made.</exception>
    public static SafeFileHandle CreateFile(string path)
    {
        // O_CREAT and O_EXCL, and O_CLOEXEC so that no child process keeps it open.
        int flags = ReadWrite | CloseOnExec | (IsApple ? 0x200 | 0x800 : 0x40 | 0x80);
        SafeFileHandle file = Opened(path, OpenWithMode(path, flags, UnixMode.PrivateFile))!;

        // On Apple silicon the mode of a call with variable arguments is looked for elsewhere.
        if (IsApple && ChangeMode(file, UnixMode.PrivateFile) != 0)
        {
            int error = Marshal.GetLastWin32Error();
            file.Dispose();
            throw Failure(path, error);
        }

        return file;
    }

    /// <summary>
    /// Opens a file that is there, without the lock that .NET takes with every opening; <see langword="null"/> where there
    /// is none. A symbolic link is not followed, and nothing else that is no file is waited for: the opening itself says what it is, so that
    /// nothing can take its place in between.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened, or is a symbolic link or no file.</exception>
    public static SafeFileHandle? OpenFile(string path, bool forWriting)
    {
        int flags = (forWriting ? ReadWrite : 0) | CloseOnExec | WithoutFollowing | WithoutWaiting;
        SafeFileHandle? file = Opened(path, Open(path, flags), nullWhereMissing: true);
        if (file is not null && Seek(file, 0, SeekCurrent) < 0)
        {
            file.Dispose();
            throw new IOException(TextFormat.Of(JournalTexts.NoFile, path));
        }

        return file;
    }

    /// <summary>
    /// Makes a file as <see cref="CreateFile"/> does, and opens it; where there is one already, opens that as <see cref="OpenFile"/>
    /// does, for writing. <see langword="null"/> where another one removed it in between.
    /// </summary>
    /// <exception cref="IOException">It can be neither made nor opened.</exception>
    public static SafeFileHandle? OpenOrCreateFile(string path)
    {
        try
        {
            return CreateFile(path);
        }
        catch (IOException other) when (IsOfAnother(other))
        {
            // One who died left it behind, or another process made it first and may remove it at any moment.
            return OpenFile(path, forWriting: true);
        }
    }

    /// <summary>Whether a path names a symbolic link, wherever that leads.</summary>
    public static bool IsLink(string path) => IsUnix && ReadLink(path.TrimEnd('/'), new byte[1], (IntPtr)1) != (IntPtr)(-1);

    /// <summary>Takes the lock of an open file, which ends with the last handle to it: with the process at the latest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="isShared">Whether others may have it at the same time, who only look too.</param>
    /// <returns>Whether it was free.</returns>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static bool TryLock(SafeFileHandle file, string path, bool isShared)
    {
        int operation = (isShared ? LockShared : LockExclusive) | LockWithoutWaiting;
        while (Lock(file, operation) != 0)
        {
            int error = Marshal.GetLastWin32Error();
            if (error == WouldBlock)
            {
                return false;
            }

            if (error != Interrupted)
            {
                throw Failure(path, error);
            }
        }

        return true;
    }

    /// <summary>Whether a file could not be made because another process was faster to make or to lock it.</summary>
    public static bool IsOfAnother(IOException failure) => failure.HResult == AlreadyExists || failure.HResult == WouldBlock;

    /// <summary>Whether a failure says nothing of the file, and may not be one the next time: too many are open, or the disk or another machine does not answer.</summary>
    public static bool IsOfTheMoment(IOException failure)
        => failure.HResult is Interrupted or InputOutput or OutOfMemory or TooManyInSystem or TooManyInProcess or NoLocksLeft or Stale;

    /// <summary>What to throw where the system refused something of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">The system's number for why.</param>
    public static IOException Failure(string path, int error)
        => new(string.Format(CultureInfo.InvariantCulture, "{0} : '{1}'", new Win32Exception(error).Message, path), error);

    private static int WouldBlock => IsApple ? 35 : 11;

    // O_NOFOLLOW, which is another one where the processor's first Unix had it so.
    private static int WithoutFollowing
        => IsApple ? 0x100 : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    private static int WithoutWaiting => IsApple ? 0x4 : 0x800;

    private static int IsLinkError => IsApple ? 62 : 40;

    private static int CloseOnExec => IsApple ? 0x1000000 : 0x80000;

    private static SafeFileHandle? Opened(string path, int descriptor, bool nullWhereMissing = false)
    {
        if (descriptor >= 0)
        {
            return new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
        }

        int error = Marshal.GetLastWin32Error();
        return nullWhereMissing && error == Missing ? null
            : error == IsLinkError ? throw new IOException(TextFormat.Of(JournalTexts.FileIsLink, path))
            : throw Failure(path, error);
    }

#pragma warning disable SYSLIB1054, CA2101 // source-generated imports and their UTF-8 strings are not in netstandard2.0; on Unix, Ansi is UTF-8
    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeDirectory(string path, int mode);

    [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(SafeFileHandle file, int mode);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenWithMode(string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "lseek")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Seek(SafeFileHandle file, long offset, int whence);

    [DllImport("libc", EntryPoint = "readlink", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr ReadLink(string path, [Out] byte[] target, IntPtr size);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle file, int operation);
#pragma warning restore SYSLIB1054, CA2101
}
