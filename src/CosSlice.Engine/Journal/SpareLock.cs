namespace CosSlice.Journal;

/// <summary>
/// A lock file that was made once, and is held all the time. Uploads have it one after the other, each by the name of its own lock: a
/// further name of the file (<see cref="SpareLocks"/> says what for). Only for systems with hard links.
/// </summary>
internal sealed class SpareLock : IDisposable
{
    // Users are told the second since which a lock is held, and thousands of uploads take less than one each.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly FileStream _file;
    private DateTime _signedAt = DateTime.MinValue;

    private SpareLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Makes it; <see langword="null"/> where one that sweeps took it for a dead process's.</summary>
    /// <param name="folder">Where uploads' locks lie.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static SpareLock? TryMake(string folder)
    {
        // Nobody else ever makes one of its name. Otherwise, once it was removed, a lock that is named here might be another process's,
        // and end with that one.
        string path = Path.Combine(folder, JournalNames.SpareLock(Guid.NewGuid().ToString("N")));
        FileStream? file = null;
        try
        {
            file = LockFile.TryTake(path);
            return file is null ? null : new SpareLock(path, file);
        }
        finally
        {
            if (file is null)
            {
                // It may have been made before the file system had no lock for it.
                Remove(path);
            }
        }
    }

    /// <summary>Makes it the lock of an upload.</summary>
    /// <param name="path">The upload's lock.</param>
    /// <param name="holder">Who has it from now on: this process. What it says to others is at most a second behind.</param>
    /// <returns>Whether there was no file by that name.</returns>
    /// <exception cref="IOException">It cannot be, for instance as the file system gives no file two names.</exception>
    public bool TryBecome(string path, LockHolder holder)
    {
        if (holder.Since < _signedAt || holder.Since - _signedAt >= Precision)
        {
            // Before it has the name by which others read it.
            LockFile.Sign(_file, holder);
            _signedAt = holder.Since;
        }

        return UnixFiles.TryName(_path, path);
    }

    /// <summary>Removes it. It is to be no upload's lock by then.</summary>
    public void Dispose()
    {
        Remove(_path);
        _file.Dispose();
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // It stays behind, held by nobody, and the next one that sweeps removes it.
        }
    }
}
