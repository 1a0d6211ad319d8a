using System.Runtime.InteropServices;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Gives a file a second name, so that the same content under another key costs no copy. The bytes of a finished object are
/// never changed: an object that is replaced gets a file of its own.
/// </summary>
internal static partial class HardLink
{
    /// <summary>Makes the second name, or a copy where the file system knows no links.</summary>
    public static void CreateOrCopy(string existing, string path)
    {
        bool linked = OperatingSystem.IsWindows() ? CreateHardLink(path, existing, 0) : Link(existing, path) == 0;
        if (!linked)
        {
            File.Copy(existing, path);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string path);

    [LibraryImport("kernel32.dll", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint security);
}
