namespace CosSlice.Journal;

/// <summary>
/// The locks of thousands of small uploads of one uploader, without a file for each. To make a file, ext4 looks at each one that was removed
/// in the last minutes, so that each would take longer than the one before; and to name and to remove one are the dearest things that a
/// small upload does to a disk.
/// </summary>
/// <remarks>
/// Who takes a byte looks for the file of the target's lock afterwards, and who takes that file looks at the byte (<see cref="UploadLock"/>):
/// of two at the same time, at least one gives way. A file system of the network may answer such a look from what it remembers, so that
/// there each upload has a file. Source for ext4: recently_deleted and find_inode_bit in Linux's fs/ext4/ialloc.c.
/// </remarks>
internal sealed class ByteLocks : IDisposable
{
    // For fewer uploads the file is not worth its opening.
    private const int AsTheyAre = 4;

    // Somebody may remove the folder while commands run, and others then look at another file: for so long nobody is told.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private ByteLockFile? _file;
    private DateTime _lookedAt;
    private int _asked;
    private int _held;
    private bool _isOver;

    /// <summary>Takes the lock of an upload.</summary>
    /// <param name="folder">Where uploads' locks lie.</param>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="path">The file that it has its lock by where it needs one of its own.</param>
    /// <param name="holder">Who has it from now on.</param>
    /// <returns>Whether it is taken; otherwise it needs a file of its own, or another one has it.</returns>
    public bool TryTake(string folder, string uploadId, string path, LockHolder holder)
    {
        if (!RangeLock.IsThere || Begin(folder, holder) is not { } file)
        {
            return false;
        }

        bool isTaken = false;
        try
        {
            isTaken = file.TryTake(uploadId);
            if (isTaken && File.Exists(path))
            {
                // It may be held, or left behind by a dead process: who takes it finds out.
                isTaken = false;
                file.Release(uploadId);
            }

            return isTaken;
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // A file of its own is tried next, and tells what is in the way.
            Stop();
            return false;
        }
        finally
        {
            if (!isTaken)
            {
                End();
            }
        }
    }

    /// <summary>Lets the lock of an upload go.</summary>
    public void Release(string uploadId)
    {
        try
        {
            _file!.Release(uploadId);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // It goes when the file is closed: the sooner, the fewer there are.
            Stop();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Takes no more; the last one that is let go closes the file.</summary>
    public void Dispose() => Stop();

    // From here to End the file stays open.
    private ByteLockFile? Begin(string folder, LockHolder holder)
    {
        lock (_gate)
        {
            if (_isOver || ++_asked <= AsTheyAre)
            {
                return null;
            }

            try
            {
                _isOver = !IsInOrder(folder, holder);
            }
            catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
            {
                _isOver = true;
            }

            if (_isOver)
            {
                CloseUnused();
                return null;
            }

            _held++;
            return _file;
        }
    }

    private bool IsInOrder(string folder, LockHolder holder)
    {
        if (_file is null)
        {
            _lookedAt = holder.Since;
            _file = IsLocal(folder) ? ByteLockFile.TryOpen(folder, holder.Signed()) : null;
            return _file is not null;
        }

        if (holder.Since >= _lookedAt && holder.Since - _lookedAt < BetweenLooks)
        {
            return true;
        }

        _lookedAt = holder.Since;
        return _file.IsNamed();
    }

    private static bool IsLocal(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveType != DriveType.Network;
        }
        catch (ArgumentException)
        {
            // Mono takes the root of a drive alone.
            return false;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _held--;
            CloseUnused();
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isOver = true;
            CloseUnused();
        }
    }

    private void CloseUnused()
    {
        if (_isOver && _held == 0)
        {
            _file?.Dispose();
        }
    }
}
