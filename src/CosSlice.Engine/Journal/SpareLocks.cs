namespace CosSlice.Journal;

/// <summary>
/// Lends files to the locks of thousands of uploads. To make a file, ext4 looks at each one that was removed in the last minutes: with a
/// file of its own for each upload, each would take longer than the one before. A few are made instead, and go from upload to upload.
/// </summary>
/// <remarks>Source: recently_deleted and find_inode_bit in Linux's fs/ext4/ialloc.c.</remarks>
internal sealed class SpareLocks : IDisposable
{
    // For fewer uploads a spare is not worth its making.
    private const int AsTheyAre = 4;

    // As many small files as are under way with the highest throttle limit.
    private const int Most = 512;

    private readonly Stack<SpareLock> _free = new();
    private string? _folder;
    private int _asked;
    private int _left = UnixFiles.IsUnix ? Most : 0;
    private bool _isDisposed;

    /// <summary>Takes the lock of an upload with a file that is lent.</summary>
    /// <param name="path">The upload's lock.</param>
    /// <param name="holder">Who has it from now on.</param>
    /// <returns><see langword="null"/> where it needs a file of its own, or another one may have it.</returns>
    public SpareLock? TryLend(string path, LockHolder holder)
    {
        SpareLock? spare = null;
        bool isLent = false;
        try
        {
            spare = Take(path);
            isLent = spare?.TryBecome(path, holder) == true;
            if (!isLent && spare is not null)
            {
                Keep(spare);
                spare = null;
            }

            return spare;
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // A file of its own is tried next, and tells what is in the way.
            Stop();
            return null;
        }
        finally
        {
            if (!isLent)
            {
                spare?.Dispose();
            }
        }
    }

    /// <summary>Ends the lock of an upload, and keeps the file for another one.</summary>
    public void TakeBack(SpareLock spare, string path)
    {
        try
        {
            File.Delete(path);
            Keep(spare);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // By the name that it keeps it must be held by nobody.
            spare.Dispose();
        }
    }

    /// <summary>Removes them, and what processes that are no more left behind; one that is lent goes when it is given back.</summary>
    public void Dispose()
    {
        Stop();
        if (_folder is not null)
        {
            SweepAll(_folder);
        }
    }

    private SpareLock? Take(string path)
    {
        lock (_free)
        {
            if (_isDisposed || ++_asked <= AsTheyAre)
            {
                return null;
            }

            if (_free.Count > 0)
            {
                return _free.Pop();
            }

            if (_left == 0)
            {
                return null;
            }

            _left--;
            _folder = Path.GetDirectoryName(path)!;
            return SpareLock.TryMake(_folder);
        }
    }

    private void Keep(SpareLock spare)
    {
        lock (_free)
        {
            if (!_isDisposed)
            {
                _free.Push(spare);
                return;
            }
        }

        spare.Dispose();
    }

    private void Stop()
    {
        lock (_free)
        {
            _isDisposed = true;
            while (_free.Count > 0)
            {
                _free.Pop().Dispose();
            }
        }
    }

    private static void SweepAll(string folder)
    {
        try
        {
            foreach (string path in Directory.GetFiles(folder, JournalNames.SpareLock("*")))
            {
                LockFile.Sweep(path);
            }
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // The folder went, or cannot be read.
        }
    }
}
