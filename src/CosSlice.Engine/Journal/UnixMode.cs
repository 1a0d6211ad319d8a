using System.Runtime.InteropServices;
using System.Text;

namespace CosSlice.Journal;

/// <summary>Whose a file or folder is, and who may do what with it.</summary>
internal readonly struct UnixMode
{
    /// <summary>rwx------</summary>
    public const int PrivateFolder = 0x1C0;

    /// <summary>rw-------</summary>
    public const int PrivateFile = 0x180;

    private const int PermissionBits = 0xFFF;
    private const int WritableByOthers = 0x12;

    private UnixMode(uint owner, int mode)
    {
        Owner = owner;
        Permissions = mode & PermissionBits;
    }

    /// <summary>A user id.</summary>
    public uint Owner { get; }

    /// <summary>The twelve bits that chmod sets.</summary>
    public int Permissions { get; }

    /// <summary>Whether its group, or everyone, may write to it.</summary>
    public bool IsWritableByOthers => (Permissions & WritableByOthers) != 0;

    /// <summary>The permissions as chmod takes them, such as 0700.</summary>
    public string Octal => Convert.ToString(Permissions, 8).PadLeft(4, '0');

    /// <summary>Looks at a path, through links; <see langword="null"/> where the system cannot be asked.</summary>
    public static UnixMode? Of(string path)
    {
        // The C library takes the path up to its first zero, as UTF-8.
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? OnLinux(name)
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OnApple(name)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    // The layout of statx is the same on every processor: stx_uid at 20, stx_mode at 28.
    private static UnixMode? OnLinux(byte[] name)
    {
        const int currentFolder = -100;
        const uint modeAndOwner = 0x2 | 0x8;
        byte[] status = new byte[256];
        return ExtendedStatus(currentFolder, name, 0, modeAndOwner, status) == 0
            ? new UnixMode(BitConverter.ToUInt32(status, 20), BitConverter.ToUInt16(status, 28))
            : null;
    }

    // st_mode at 4, st_uid at 16, where inodes have 64 bits: always on Apple silicon, by another name on Intel.
    private static UnixMode? OnApple(byte[] name)
    {
        byte[] status = new byte[256];
        int result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Status64(name, status) : Status(name, status);
        return result == 0 ? new UnixMode(BitConverter.ToUInt32(status, 16), BitConverter.ToUInt16(status, 4)) : null;
    }

#pragma warning disable SYSLIB1054 // source-generated imports are not in netstandard2.0
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExtendedStatus(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status64(byte[] path, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(byte[] path, [Out] byte[] status);
#pragma warning restore SYSLIB1054
}
