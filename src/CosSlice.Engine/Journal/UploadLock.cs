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

    private readonly string _folder;
    private readonly string _uploadId;
    private readonly string _path;
    private readonly ByteLocks? _bytes;
    private bool _hasByte;
    private FileStream? _file;
    private int _isDisposed;

    private UploadLock(StateFolder folder, string uploadId, ByteLocks? bytes)
    {
        _folder = folder.Subject;
        _uploadId = uploadId;
        _path = PathOf(folder, uploadId);
        _bytes = bytes;
    }

    /// <summary>Takes the lock of an upload.</summary>
    /// <param name="folder">Where the journal lies; made, where it is not there yet.</param>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="clock">Says since when.</param>
    /// <param name="bytes">The locks of those who take many; <see langword="null"/> for a file of its own.</param>
    public static LockAnswer TryTake(StateFolder folder, string uploadId, Clock clock, ByteLocks? bytes = null)
    {
        UploadLock taken = new(folder, uploadId, bytes);
        LockHolder self = LockHolder.Now(clock);
        if (!OfThisProcess.TryAdd(taken._path, self))
        {
            return LockAnswer.Taken(OfThisProcess.TryGetValue(taken._path, out LockHolder? other) ? other : LockHolder.Unknown);
        }

        bool isKept = false;
        try
        {
            isKept = taken.Take(folder, self);
            return isKept
                ? LockAnswer.Held(taken)
                : LockAnswer.Taken(ByteLockFile.LikelyHolderOf(folder.Subject, uploadId) ?? LockFile.HolderOf(taken._path));
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
            if (ByteLockFile.LikelyHolderOf(folder.Subject, uploadId) is { } other)
            {
                return LockAnswer.Taken(other);
            }

            isKept = true;
            return LockAnswer.HeldInProcess(
                taken, TextFormat.Of(JournalTexts.LockUnusable, failure.Message));
        }
        finally
        {
            if (!isKept)
            {
                OfThisProcess.TryRemove(taken._path, out _);
            }
        }
    }

    /// <summary>Who has the lock of an upload at the moment; <see langword="null"/> where nobody has it. Nothing is written.</summary>
    public static LockHolder? FindHolder(StateFolder folder, string uploadId)
    {
        string path = PathOf(folder, uploadId);
        if (OfThisProcess.TryGetValue(path, out LockHolder? own))
        {
            return own;
        }

        if (folder.Problem is not null)
        {
            return null;
        }

        return LockFile.IsTaken(path) ? LockFile.HolderOf(path) : ByteLockFile.LikelyHolderOf(folder.Subject, uploadId);
    }

    /// <summary>Lets it go, and removes its file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            if (_hasByte)
            {
                _bytes!.Release(_uploadId);
            }

            RemoveFile();
        }
        finally
        {
            OfThisProcess.TryRemove(_path, out _);
        }
    }

    private static string PathOf(StateFolder folder, string uploadId) => folder.PathOf(uploadId, JournalNames.Lock);

    // The folder is looked at for the first of many, and again where it seems to be gone.
    private bool Take(StateFolder folder, LockHolder self)
    {
        if (folder.IsInOrder)
        {
            try
            {
                return TakeByteOrFile(self);
            }
            catch (IOException) when (!Directory.Exists(folder.Path))
            {
                CloseFile();
            }
        }

        folder.Create();
        return TakeByteOrFile(self);
    }

    private bool TakeByteOrFile(LockHolder self)
    {
        _hasByte = _bytes?.TryTake(_folder, _uploadId, _path, self) == true;
        return _hasByte || TakeFile(self);
    }

    private bool TakeFile(LockHolder self)
    {
        LockHolder signed = self.Signed();
        int taken = 0;
        for (int attempt = 1; attempt <= Attempts && taken < TimesTaken; attempt++)
        {
            bool hasGivenWay = false;
            try
            {
                _file = LockFile.TryTake(_path);
                if (_file is not null && LockFile.TrySign(_file, _path, signed))
                {
                    if (ByteLockFile.HolderOf(_folder, _uploadId) is null)
                    {
                        return true;
                    }

                    hasGivenWay = true;
                    RemoveFile();
                }
            }
            catch (UnauthorizedAccessException) when (!UnixFiles.IsUnix && attempt < TimesTaken)
            {
                // Windows says so of a file that is just being removed.
            }

            CloseFile();
            taken += hasGivenWay || LockFile.IsTaken(_path) ? 1 : 0;
            Thread.Sleep(MillisecondsBetween);
        }

        return false;
    }

    // Elsewhere than on Windows the file goes before the lock, so that it is never another one's.
    private void RemoveFile()
    {
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
