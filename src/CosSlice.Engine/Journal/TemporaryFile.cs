using System.Diagnostics;
using System.Globalization;

namespace CosSlice.Journal;

/// <summary>
/// Writes files that are there whole or not at all: beside, flushed to the disk, and renamed. At whatever moment the process
/// or the machine ends, the path names what was there before, or all of what was to be written.
/// </summary>
internal static class TemporaryFile
{
    /// <summary>What the names of all temporary files end in.</summary>
    public const string Extension = ".tmp";

    private static readonly Lazy<int> Own = new(() =>
    {
        using Process own = Process.GetCurrentProcess();
        return own.Id;
    });

    private static int _count;

    /// <summary>Puts a file in another's place.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of a right.</exception>
    public static void Write(string path, byte[] content)
    {
        // The process's id tells others whose file it is.
        string temporary = string.Format(
            CultureInfo.InvariantCulture, "{0}.{1}-{2}{3}", path, OwnProcess(), Interlocked.Increment(ref _count), Extension);
        bool isReplaced = false;
        try
        {
            using (FileStream stream = PrivateFile.Create(temporary))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            PrivateFile.Replace(temporary, path);
            isReplaced = true;
        }
        finally
        {
            if (!isReplaced)
            {
                Discard(temporary);
            }
        }
    }

    /// <summary>Removes what processes that are no more left behind of their writing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="uploadId">What the files' names begin with.</param>
    public static void CleanUp(string folder, string uploadId)
    {
        foreach (string path in Directory.GetFiles(folder, uploadId + ".*" + Extension))
        {
            if (OwnerOf(path) is not int owner || !IsRunning(owner))
            {
                Discard(path);
            }
        }
    }

    /// <summary>This process's id.</summary>
    public static int OwnProcess() => Own.Value;

    private static int? OwnerOf(string path)
    {
        string[] parts = Path.GetFileName(path).Split('.');
        string number = parts[parts.Length - 2].Split('-')[0];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // It ended as it was looked at.
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, and another user's.
            return true;
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // It stays behind, and no one takes it for an entry; the failure that matters is the one before.
        }
    }
}
