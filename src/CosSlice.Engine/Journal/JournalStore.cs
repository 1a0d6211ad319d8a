using CosSlice.Hashing;

namespace CosSlice.Journal;

/// <summary>
/// The unfinished uploads of this user: a head each, with sha the digests beside it, and a lock while it is under way. What
/// is damaged or not its own is reported once and left where it is; what vanishes meanwhile is not there.
/// </summary>
/// <param name="folder">Where they lie.</param>
/// <param name="clock">Says since when a lock is held.</param>
/// <param name="report">
/// Hears of what is stepped over, once each: the path, and a sentence with the reason. Called from any thread.
/// </param>
internal sealed class JournalStore(StateFolder folder, Clock clock, Action<string, string> report)
{
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Where the uploads are remembered.</summary>
    public StateFolder Folder { get; } = folder;

    /// <summary>All records that can be read, the one last brought up to date first.</summary>
    public IReadOnlyList<UploadRecord> List()
    {
        List<UploadRecord> records = [];
        foreach (string path in Files())
        {
            string name = Path.GetFileName(path);
            if (JournalNames.IdOfHead(name) is { } uploadId)
            {
                if (Read(path, uploadId) is { Record: { } record })
                {
                    records.Add(record);
                }
            }
            else if (!JournalNames.IsOurs(name))
            {
                Report(path, TextFormat.Of(JournalTexts.NotOurs, path));
            }
        }

        records.Sort((one, other) => other.UpdatedAt.CompareTo(one.UpdatedAt));
        return records;
    }

    /// <summary>The record of one upload; <see langword="null"/> where there is none that can be read.</summary>
    public UploadRecord? Find(string uploadId)
        => IsUsable() ? Read(Folder.File(uploadId, JournalNames.Head), uploadId)?.Record : null;

    /// <summary>Writes a record in the place of the one before. What another version wrote is never written over.</summary>
    /// <exception cref="JournalException">It cannot be written; what was there is as it was.</exception>
    public void Save(UploadRecord record)
    {
        Folder.Create();
        string path = Folder.File(record.UploadId, JournalNames.Head);
        byte[] text = RecordWriter.Write(record, path);
        Guarded(() =>
        {
            MakeWay(path, record.UploadId);
            TemporaryFile.Write(path, text);
        });
    }

    /// <summary>Keeps the digests of an upload's file.</summary>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="hash">The digests.</param>
    /// <param name="lastWriteTimeUtc">The file's last-write time when it was opened for them.</param>
    /// <exception cref="JournalException">They cannot be written.</exception>
    public void SaveHash(string uploadId, FileHash hash, DateTime lastWriteTimeUtc)
    {
        Folder.Create();
        Guarded(() => TemporaryFile.Write(Folder.File(uploadId, JournalNames.Hash), HashFile.Write(hash, lastWriteTimeUtc)));
    }

    /// <summary>
    /// The digests of an upload's file, where they were kept and are whole, and length, part size, last-write time and
    /// sha are the record's.
    /// </summary>
    public FileHash? FindHash(UploadRecord record)
    {
        if (!IsUsable())
        {
            return null;
        }

        string path = Folder.File(record.UploadId, JournalNames.Hash);
        try
        {
            return JournalFile.Read(path, size => HashFile.IsSizeOf(record, size)) is { } content
                ? HashFile.Read(content, record)
                : null;
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // As if there were none: the file is read for them once more.
            return null;
        }
    }

    /// <summary>Begins to write down the slices of an upload without SHA-1 that are acknowledged.</summary>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="isWanted">Whether they matter; otherwise only what an earlier run wrote down is removed.</param>
    /// <exception cref="JournalException">They cannot be written.</exception>
    public AcknowledgedLog? BeginLog(string uploadId, bool isWanted)
    {
        Folder.Create();
        string path = Folder.File(uploadId, JournalNames.Hash);
        FileStream? stream = null;
        Guarded(() =>
        {
            JournalFile.Delete(path);
            stream = isWanted ? PrivateFile.Create(path) : null;
        });
        return stream is null ? null : new AcknowledgedLog(stream);
    }

    /// <summary>Adds a slice to what was begun.</summary>
    /// <exception cref="JournalException">It cannot be written.</exception>
    public void AddTo(AcknowledgedLog log, string session, (long Offset, long Length) slice) => Guarded(() => log.Add(session, slice));

    /// <summary>What was written down of an upload's slices, as long as the session is the record's.</summary>
    public RangeSet FindAcknowledged(UploadRecord record)
    {
        if (!IsUsable() || record.Session is null)
        {
            return RangeSet.Empty;
        }

        try
        {
            return JournalFile.Read(Folder.File(record.UploadId, JournalNames.Hash), AcknowledgedLog.IsSize) is { } content
                ? AcknowledgedLog.Read(content, record.Session, record.Length)
                : RangeSet.Empty;
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            // As if nothing had been acknowledged since the head was written: that is sent again.
            return RangeSet.Empty;
        }
    }

    /// <summary>
    /// Forgets an upload. To be called by the one who holds its lock, which removes its own file. What is damaged or another
    /// version's stays.
    /// </summary>
    /// <exception cref="JournalException">It cannot be removed.</exception>
    public void Remove(string uploadId)
    {
        if (!IsUsable() || !Directory.Exists(Folder.Path))
        {
            return;
        }

        string head = Folder.File(uploadId, JournalNames.Head);
        Guarded(() =>
        {
            if (Read(head, uploadId) is { Record: null })
            {
                return;
            }

            // The head last, so that nothing is ever left that no head tells of.
            JournalFile.Delete(Folder.File(uploadId, JournalNames.Hash));
            JournalFile.Delete(head);
        });
    }

    /// <summary>Takes the lock of an upload.</summary>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="bytes">The locks of those who take many; <see langword="null"/> for a file of its own.</param>
    public LockAnswer TryLock(string uploadId, ByteLocks? bytes = null) => UploadLock.TryTake(Folder, uploadId, clock, bytes);

    /// <summary>Removes what dead processes left behind of their writing. To be called by the one who holds the upload's lock.</summary>
    public void CleanUp(string uploadId)
    {
        if (!IsUsable() || !Directory.Exists(Folder.Path))
        {
            return;
        }

        try
        {
            TemporaryFile.CleanUp(Folder.Path!, uploadId);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            Report(Folder.Subject, TextFormat.Of(JournalTexts.FolderUnreadable, Folder.Path, failure.Message));
        }
    }

    /// <summary>Who is uploading to a target at the moment; <see langword="null"/> where nobody is.</summary>
    public LockHolder? FindHolder(string uploadId) => UploadLock.FindHolder(Folder, uploadId);

    /// <summary>Whether a failure of this subject was not told of yet; asking tells of it.</summary>
    public bool IsNews(string subject)
    {
        lock (_reported)
        {
            return _reported.Add(subject);
        }
    }

    private bool IsUsable()
    {
        if (Folder.Problem is { } problem)
        {
            Report(Folder.Subject, problem);
            return false;
        }

        return true;
    }

    private string[] Files()
    {
        if (!IsUsable())
        {
            return [];
        }

        try
        {
            // Hidden files are what systems leave in any folder.
            return Array.FindAll(Directory.GetFiles(Folder.Path!), path => Path.GetFileName(path)[0] != '.');
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            Report(Folder.Subject, TextFormat.Of(JournalTexts.FolderUnreadable, Folder.Path, failure.Message));
            return [];
        }
    }

    private HeadReading? Read(string path, string uploadId)
    {
        HeadReading? reading = HeadFile.Read(path, uploadId);
        if (reading?.Problem is { } problem)
        {
            Report(path, TextFormat.Of(JournalTexts.SteppedOver, path, problem));
        }

        return reading;
    }

    private void MakeWay(string path, string uploadId)
    {
        HeadReading? there = Read(path, uploadId);
        if (there is { IsForeign: true })
        {
            throw new JournalException(path, TextFormat.Of(JournalTexts.EntryProblem, path, there.Problem));
        }

        if (there is { Record: null })
        {
            HeadFile.SetAside(path, clock.UtcNow);
        }
    }

    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            throw new JournalException(Folder.Subject, TextFormat.Of(JournalTexts.FolderUnwritable, Folder.Path, failure.Message), failure);
        }
    }

    private void Report(string subject, string message)
    {
        if (IsNews(subject))
        {
            report(subject, message);
        }
    }
}
