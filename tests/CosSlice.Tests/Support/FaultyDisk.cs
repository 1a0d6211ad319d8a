using System.Diagnostics;
using System.Globalization;

namespace CosSlice.Tests.Support;

/// <summary>File systems that fail for real: mounted for a test, which takes Linux and the superuser.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly TempFolder _folder;
    private bool _isMounted;

    private FaultyDisk(TempFolder folder) => _folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Path => System.IO.Path.Combine(_folder.Path, "disk");

    /// <summary>An empty disk with room for so many bytes; skips the test where none can be mounted.</summary>
    public static FaultyDisk Small(int bytes)
        => Mount((_, disk) => Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={bytes},mode=0700"), "tmpfs", disk.Path));

    /// <summary>
    /// A disk with one file, of which the first part can be read and the rest cannot: the image that it lies in was cut off. Skips the test
    /// where none can be made.
    /// </summary>
    /// <param name="name">The file's name.</param>
    /// <param name="length">Its bytes.</param>
    public static FaultyDisk Torn(string name, int length) => Mount((folder, disk) =>
    {
        string image = System.IO.Path.Combine(folder.Path, "image");
        folder.File("content/" + name, length);
        using (FileStream empty = File.Create(image))
        {
            empty.SetLength(length + (16L * Mebibyte));
        }

        if (!Run("mkfs.ext4", "-q", "-b", "4096", "-O", "^has_journal", "-d", System.IO.Path.Combine(folder.Path, "content"), image))
        {
            return false;
        }

        // What is cut off is found by its content, as where it lies is the file system's own affair.
        long end = FindMiddle(image, System.IO.Path.Combine(folder.Path, "content", name), length);
        if (!Run("mount", "-o", "loop,ro", image, disk.Path))
        {
            return false;
        }

        using FileStream torn = File.OpenWrite(image);
        torn.SetLength(end);
        return true;
    });

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "-l", Path);
        }

        _folder.Dispose();
    }

    private static FaultyDisk Mount(Func<TempFolder, FaultyDisk, bool> mount)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.UserName == "root", "Only the superuser of a Linux can mount a disk for this test: it was left out.");
        TempFolder folder = new();
        FaultyDisk disk = new(folder);
        Directory.CreateDirectory(disk.Path);
        disk._isMounted = mount(folder, disk);
        if (!disk._isMounted)
        {
            disk.Dispose();
            Assert.Skip("No disk can be mounted here, such as in a container without that right: this test was left out.");
        }

        return disk;
    }

    private static long FindMiddle(string image, string file, int length)
    {
        byte[] block = new byte[4096];
        byte[] wanted = new byte[4096];
        using FileStream content = File.OpenRead(file);
        content.Position = length / 2 / block.Length * block.Length;
        content.ReadExactly(wanted);
        using FileStream disk = File.OpenRead(image);
        for (long at = 0; disk.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) == block.Length; at += block.Length)
        {
            if (block.AsSpan().SequenceEqual(wanted))
            {
                return at;
            }
        }

        throw new InvalidOperationException("The file is not in the image.");
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            Chance.Log($"{program}: {process.ExitCode} {output}");
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
