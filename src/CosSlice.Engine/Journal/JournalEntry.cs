using CosSlice.Hashing;
using CosSlice.Transfer;

namespace CosSlice.Journal;

/// <summary>
/// One target's place in the journal, for as long as a run works on it: its lock, what an earlier run left there, and what
/// this one writes. Nothing is written before <see cref="Begin"/>.
/// </summary>
internal sealed class JournalEntry : IDisposable
{
    private readonly JournalStore _journal;
    private readonly Clock _clock;
    private readonly UploadLock _held;
    private readonly Action<string> _warn;
    private JournalWriter? _writer;

    private JournalEntry(UploadServices services, UploadLock held, string uploadId, Action<string> warn)
    {
        _journal = services.Journal;
        _clock = services.Clock;
        _held = held;
        _warn = warn;
        UploadId = uploadId;
        Earlier = _journal.Folder.Problem is null ? _journal.Find(uploadId) : null;
    }

    /// <summary>Which target.</summary>
    public string UploadId { get; }

    /// <summary>What an earlier run left, as it was found; <see langword="null"/> where that was nothing, or is of no more use.</summary>
    public UploadRecord? Earlier { get; private set; }

    /// <summary>What is known now: what this run has written, or else what it found.</summary>
    public UploadRecord? Record => _writer?.Record ?? Earlier;

    /// <summary>Takes the lock of a target, and looks at what is remembered of it.</summary>
    /// <param name="services">What all uploads share.</param>
    /// <param name="uploadId">The target.</param>
    /// <param name="key">Its key, for messages.</param>
    /// <param name="warn">Hears why the run is not remembered.</param>
    /// <param name="matters">Whether the run is one that should be remembered, so that a journal which cannot be used is worth a warning, and its lock a file of its own.</param>
    /// <exception cref="CosException"><c>UploadLocked</c>: another run works on it.</exception>
    public static JournalEntry Open(UploadServices services, string uploadId, string key, Action<string> warn, bool matters)
    {
        JournalStore journal = services.Journal;
        LockAnswer answer = journal.TryLock(uploadId, matters ? null : services.ByteLocks);
        if (answer.Lock is null)
        {
            CosException locked = CosErrors.UploadLocked(key, answer.Holder!);
            locked.Upload = journal.Find(uploadId)?.ToUpload();
            throw locked;
        }

        JournalEntry? entry = null;
        try
        {
            if (matters && answer.Problem is { } problem && journal.IsNews(journal.Folder.Subject))
            {
                warn(JournalWriter.NotRemembered(problem));
            }

            entry = new JournalEntry(services, answer.Lock, uploadId, warn);
            return entry;
        }
        finally
        {
            if (entry is null)
            {
                answer.Lock.Dispose();
            }
        }
    }

    /// <summary>Whether this run may have begun the upload with the service without hearing of it, so that the entry is what it is known by.</summary>
    public bool MayBeBegun { get; set; }

    /// <summary>Writes the entry for the first time in this run.</summary>
    public void Begin(UploadRecord record)
    {
        _writer = new JournalWriter(_journal, _clock, record, _warn);
        _writer.Save(begun => begun);
        _journal.CleanUp(UploadId);
    }

    /// <summary>Changes the entry, where it was begun, and writes it at once.</summary>
    public void Save(Func<UploadRecord, UploadRecord> change) => _writer?.Save(change);

    /// <summary>Changes the entry, writes it at once, and begins to write down what is acknowledged.</summary>
    public void BeginSlices(Func<UploadRecord, UploadRecord> change) => _writer?.BeginSlices(change);

    /// <summary>What an earlier run has written down of its slices since its head was last written.</summary>
    public RangeSet FindAcknowledged(UploadRecord record) => _journal.FindAcknowledged(record);

    /// <summary>Remembers what the service has by now.</summary>
    /// <param name="bytes">Bytes of the whole file that are acknowledged.</param>
    /// <param name="slice">The bytes that were acknowledged now.</param>
    public void Acknowledge(long bytes, (long Offset, long Length) slice) => _writer?.Acknowledge(bytes, slice);

    /// <summary>Keeps what reading the file gave, so that no later run needs to read it for that.</summary>
    public void KeepHash(FileHash hash)
    {
        if (_writer is null)
        {
            return;
        }

        _writer.Save(record => record with { Sha1 = hash.Sha1, PartSize = hash.PartSize });
        if (hash.PartSize > 0)
        {
            _writer.SaveHash(hash);
        }
    }

    /// <summary>What an earlier run kept of it; <see langword="null"/> where that was nothing, or for other parts.</summary>
    /// <param name="partSize">Bytes a part.</param>
    public FileHash? FindHash(long partSize)
        => Record is { Sha1: not null } record && record.PartSize == partSize ? _journal.FindHash(record) : null;

    /// <summary>The run has ended without success.</summary>
    /// <param name="state">Whether carrying it on is worth trying.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="code">The service's code, where there is one.</param>
    /// <param name="isWorthKeeping">Whether the entry is of use even where the service has nothing of the upload.</param>
    /// <returns>The upload as it is remembered from now on; <see langword="null"/> where it is not.</returns>
    public CosUpload? Fail(CosUploadState state, string reason, int? code, bool isWorthKeeping)
    {
        UploadRecord? record = Record;
        if (record is null)
        {
            return null;
        }

        if (_writer is not null && Earlier is null && record.Session is null && !isWorthKeeping && !MayBeBegun)
        {
            _writer.Remove();
            return null;
        }

        _writer ??= new JournalWriter(_journal, _clock, record, _warn);
        _writer.Save(known => known with
        {
            // All bytes are there all the same.
            State = state == CosUploadState.Interrupted && known.State == CosUploadState.Sent ? CosUploadState.Sent : state,
            LastError = reason,
            LastErrorCode = code,
        });
        return _writer.Record.ToUpload();
    }

    /// <summary>Forgets the upload.</summary>
    public void Remove()
    {
        if (Record is { } record)
        {
            _writer ??= new JournalWriter(_journal, _clock, record, _warn);
            _writer.Remove();
        }

        // Another upload to the target may begin.
        _writer = null;
        Earlier = null;
    }

    /// <summary>Lets the files and the lock go.</summary>
    public void Dispose()
    {
        _writer?.Close();
        _held.Dispose();
    }
}
