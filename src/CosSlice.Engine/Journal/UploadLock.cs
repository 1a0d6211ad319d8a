using System.Collections.Concurrent;

namespace CosSlice.Journal;

/// <summary>
/// Keeps two uploads to one target apart, in one process or in two. It ends with its process, however that ends; what a
/// process that is no more left behind is no lock.
/// </summary>
internal sealed class UploadLock : IDisposable
{
    // One that only looks has it for a moment, and one that had it may be about to remove its file; who holds it holds on.
    private const int Attempts = 200;
    private const int TimesTaken = 5;
    private const int MillisecondsBetween = 5;

    private static readonly ConcurrentDictionary<string, LockHolder> OfThisProcess = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly SpareLocks? _spares;
    private SpareLock? _spare;
    private FileStream? _file;
    private int _isDisposed;

    private UploadLock(string path, SpareLocks? spares)
    {
        _path = path;
        _spares = spares;
    }

    /// <summary>Takes the lock of an upload.</summary>
    /// <param name="folder">Where the journal lies; made, where it is not there yet.</param>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="clock">Says since when.</param>
    /// <param name="spares">Lends files to those who take many locks; <see langword="null"/> for a file of its own.</param>
    public static LockAnswer TryTake(StateFolder folder, string uploadId, Clock clock, SpareLocks? spares = null)
    {
        string path = Path.Combine(folder.Subject, uploadId + JournalNames.Lock);
        LockHolder self = LockHolder.Now(clock);
        if (!OfThisProcess.TryAdd(path, self))
        {
            return LockAnswer.Taken(OfThisProcess.TryGetValue(path, out LockHolder? other) ? other : LockHolder.Unknown);
        }

        UploadLock taken = new(path, spares);
        bool isKept = false;
        try
        {
            isKept = taken.TakeFile(folder, self);
            return isKept ? LockAnswer.Held(taken) : LockAnswer.Taken(LockFile.HolderOf(path));
        }
        catch (JournalException unusable)
        {
            isKept = true;
            return LockAnswer.HeldInProcess(taken, unusable.Message);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // Without its text nobody could tell whose file it is, and so neither could the one who removes it.
            taken.CloseFile();
            isKept = true;
            return LockAnswer.HeldInProcess(
                taken, TextFormat.Of(JournalTexts.LockUnusable, failure.Message));
        }
        finally
        {
            if (!isKept)
            {
                OfThisProcess.TryRemove(path, out _);
            }
        }
    }

    /// <summary>Who has the lock of an upload at the moment; <see langword="null"/> where nobody has it. Nothing is written.</summary>
    public static LockHolder? FindHolder(StateFolder folder, string uploadId)
    {
        string path = Path.Combine(folder.Subject, uploadId + JournalNames.Lock);
        if (OfThisProcess.TryGetValue(path, out LockHolder? own))
        {
            return own;
        }

        return folder.Problem is null && LockFile.IsTaken(path) ? LockFile.HolderOf(path) : null;
    }

    /// <summary>Lets it go, and removes its file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_spare is not null)
        {
            _spares!.TakeBack(_spare, _path);
        }

        // Elsewhere than on Windows the file goes before the lock, so that it is never another one's.
        bool hasFile = _file is not null;
        if (hasFile && UnixFiles.IsUnix)
        {
            DeleteFile();
        }

        CloseFile();
        if (hasFile && !UnixFiles.IsUnix)
        {
            DeleteFile();
        }

        OfThisProcess.TryRemove(_path, out _);
    }

    // The folder is looked at for the first of many, and again where it seems to be gone.
    private bool TakeFile(StateFolder folder, LockHolder self)
    {
        if (folder.IsInOrder)
        {
            try
            {
                return TakeFile(self);
            }
            catch (IOException) when (!Directory.Exists(folder.Path))
            {
                CloseFile();
            }
        }

        folder.Create();
        return TakeFile(self);
    }

    private bool TakeFile(LockHolder self)
    {
        _spare = _spares?.TryLend(_path, self);
        if (_spare is not null)
        {
            return true;
        }

        int taken = 0;
        for (int attempt = 1; attempt <= Attempts && taken < TimesTaken; attempt++)
        {
            try
            {
                _file = LockFile.TryTake(_path);
                if (_file is not null && LockFile.TrySign(_file, _path, self))
                {
                    return true;
                }
            }
            catch (UnauthorizedAccessException) when (!UnixFiles.IsUnix && attempt < TimesTaken)
            {
                // Windows says so of a file that is just being removed.
            }

            CloseFile();
            taken += LockFile.IsTaken(_path) ? 1 : 0;
            Thread.Sleep(MillisecondsBetween);
        }

        return false;
    }

    private void CloseFile() => Interlocked.Exchange(ref _file, null)?.Dispose();

    private void DeleteFile()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // On Windows another process took it at once; elsewhere it stays behind, and a file that nobody holds is no lock.
        }
    }
}
