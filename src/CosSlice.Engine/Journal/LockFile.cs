using Microsoft.Win32.SafeHandles;

namespace CosSlice.Journal;

/// <summary>
/// A file that one process at a time has for itself, and that others may read meanwhile. The system ends it with the process,
/// however that ends: on Unix it is the lock of <c>flock</c>, on Windows that nobody else may open the file for writing.
/// </summary>
internal static class LockFile
{
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int LongestText = 4096;

    /// <summary>Takes it, and makes it where there is none; <see langword="null"/> where another one has it or just removed it.</summary>
    /// <exception cref="IOException">It cannot be made, or the file system has no locks.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made for want of a right.</exception>
    public static FileStream? TryTake(string path) => UnixFiles.IsUnix ? TakeOnUnix(UnixFiles.OpenOrCreateFile(path), path) : OpenOnWindows(path, FileMode.OpenOrCreate, FileShare.Read);

    /// <summary>
    /// Writes into a file that was taken who has it. The one who had it before may have removed it after it was opened here:
    /// then its path names another file, or none, and nothing was taken.
    /// </summary>
    /// <param name="file">What was taken.</param>
    /// <param name="path">Its path.</param>
    /// <param name="holder">Who has it, as nobody else writes it (<see cref="LockHolder.Signed"/>).</param>
    /// <returns>Whether the path names this file.</returns>
    public static bool TrySign(FileStream file, string path, LockHolder holder)
    {
        byte[] text = holder.ToBytes();
        Write(file, text);
        return TextOf(path) is { } signed && signed.SequenceEqual(text);
    }

    /// <summary>Who has it, as the file says; <see cref="LockHolder.Unknown"/> where that cannot be read.</summary>
    public static LockHolder HolderOf(string path) => TextOf(path) is { } text ? LockHolder.Parse(text) : LockHolder.Unknown;

    /// <summary>Whether a process has it. Only looks: nothing is made or changed.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            if (!UnixFiles.IsUnix)
            {
                using FileStream? free = OpenOnWindows(path, FileMode.Open, FileShare.ReadWrite | FileShare.Delete);
                return free is null;
            }

            using SafeFileHandle? file = UnixFiles.OpenFile(path, forWriting: false);
            return file is not null && !UnixFiles.TryLock(file, path, isShared: true);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // There is none, or none that this user could ever take.
            return false;
        }
    }

    // Over what is there, and cut to what is left of it: ext4 brings what was cut and written again to the disk when it is closed, which takes milliseconds.
    private static void Write(FileStream file, byte[] text)
    {
        file.Position = 0;
        file.Write(text, 0, text.Length);
        file.Flush();
        if (file.Length > text.Length)
        {
            file.SetLength(text.Length);
        }
    }

    // What cannot be read says nothing of who has it.
    private static byte[]? TextOf(string path)
    {
        try
        {
            using FileStream? stream = OpenForReading(path);
            return stream is null ? null : ReadAll(stream);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            return null;
        }
    }

    private static FileStream? TakeOnUnix(SafeFileHandle? file, string path)
    {
        bool isTaken = false;
        try
        {
            isTaken = file is not null && UnixFiles.TryLock(file, path, isShared: false);
            return isTaken ? new FileStream(file!, FileAccess.ReadWrite, bufferSize: 1) : null;
        }
        finally
        {
            if (!isTaken)
            {
                file?.Dispose();
            }
        }
    }

    private static FileStream? OpenOnWindows(string path, FileMode mode, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, share);
        }
        catch (IOException taken) when ((taken.HResult & 0xFFFF) is SharingViolation or LockViolation)
        {
            return null;
        }
    }

    private static FileStream? OpenForReading(string path)
    {
        if (!UnixFiles.IsUnix)
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        // A FileStream that opens the file itself would ask for a share of the lock.
        SafeFileHandle? file = UnixFiles.OpenFile(path, forWriting: false);
        return file is null ? null : new FileStream(file, FileAccess.Read, bufferSize: 1);
    }

    private static byte[] ReadAll(FileStream stream)
    {
        byte[] buffer = new byte[Math.Min(LongestText, stream.Length)];
        Array.Resize(ref buffer, JournalFile.Fill(stream, buffer));
        return buffer;
    }
}
