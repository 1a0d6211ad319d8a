using System.Runtime.InteropServices;

namespace CosSlice.Tests.Support;

/// <summary>Runs code without the superuser's way past file permissions, whoever runs the tests.</summary>
internal static partial class OrdinaryUser
{
    private const uint Nobody = 65534;

    public static T Run<T>(Func<T> code)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return code();
        }

        // The kernel keeps this identity for each thread, so only this one gives it up, and ends with it.
        T result = default!;
        Thread thread = new(() =>
        {
            _ = SetFileSystemUser(Nobody);
            result = code();
        });
        thread.Start();
        thread.Join();
        return result;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
