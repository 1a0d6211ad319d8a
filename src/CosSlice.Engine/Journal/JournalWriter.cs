using CosSlice.Hashing;

namespace CosSlice.Journal;

/// <summary>
/// Keeps one upload's record on the disk up to date: at once where the upload's state changes, at most once a second where
/// only more was acknowledged, for the service knows that itself. A failure is one warning; the upload goes on. Any thread
/// may call it.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="clock">Says when a second is over.</param>
/// <param name="record">What is known at the beginning. Nothing is written yet.</param>
/// <param name="warn">Hears, as a sentence, why the upload is not recorded; once for a store and a reason.</param>
internal sealed class JournalWriter(JournalStore store, Clock clock, UploadRecord record, Action<string> warn)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly object _memory = new();
    private readonly object _disk = new();
    private readonly object _slices = new();
    private UploadRecord _record = record;
    private TimeSpan _savedAt;
    private bool _isRemoved;
    private AcknowledgedLog? _log;

    /// <summary>What is known of the upload at the moment.</summary>
    public UploadRecord Record
    {
        get
        {
            lock (_memory)
            {
                return _record;
            }
        }
    }

    /// <summary>What a failure of the journal means for the upload, as a sentence.</summary>
    public static string NotRemembered(string reason)
        => TextFormat.Of(JournalTexts.NotRemembered, reason);

    /// <summary>Changes the record and writes it at once.</summary>
    public void Save(Func<UploadRecord, UploadRecord> change)
    {
        lock (_memory)
        {
            _record = change(_record) with { UpdatedAt = clock.UtcNow.UtcDateTime };
        }

        Write();
    }

    /// <summary>
    /// Changes the record, writes it at once, and begins to write down each slice with MD5 as it is acknowledged: the service knows
    /// what it has, and not whether that arrived whole.
    /// </summary>
    public void BeginSlices(Func<UploadRecord, UploadRecord> change)
    {
        Save(change);
        if (Record.Checksum != CosChecksum.Sha1)
        {
            OnDisk(_slices, () =>
            {
                CloseLog();
                _log = store.BeginLog(Record.UploadId, isWanted: Record.Checksum == CosChecksum.Md5);
            });
        }
    }

    /// <summary>Lets go of what it holds open.</summary>
    public void Close()
    {
        lock (_slices)
        {
            CloseLog();
        }
    }

    /// <summary>Remembers what the service has by now, and writes it where a second has passed since the last writing.</summary>
    /// <param name="bytes">Bytes of the whole file that are acknowledged, in this run or an earlier one.</param>
    /// <param name="slice">The bytes that were acknowledged now.</param>
    public void Acknowledge(long bytes, (long Offset, long Length) slice = default)
    {
        WriteDown(slice);
        lock (_memory)
        {
            _record = _record with
            {
                BytesAcknowledged = bytes,
                Acknowledged = _record.Acknowledged?.With(slice.Offset, slice.Length),
                UpdatedAt = clock.UtcNow.UtcDateTime,
            };
            if (clock.Elapsed - _savedAt < Interval)
            {
                return;
            }

            // Taken here, so that the other slices of this moment need not wait for the disk.
            _savedAt = clock.Elapsed;
        }

        Write();
    }

    /// <summary>Keeps the digests of the file's parts, once they are known.</summary>
    public void SaveHash(FileHash hash) => OnDisk(_disk, () => store.SaveHash(Record.UploadId, hash, Record.LastWriteTimeUtc));

    /// <summary>Forgets the upload; nothing is written any more.</summary>
    public void Remove()
    {
        Close();
        OnDisk(_disk, () =>
        {
            _isRemoved = true;
            store.Remove(Record.UploadId);
        });
    }

    private void WriteDown((long Offset, long Length) slice)
    {
        // Not while the head waits for the disk.
        if (Record is { Checksum: CosChecksum.Md5, Session: { } session })
        {
            OnDisk(_slices, () =>
            {
                if (_log is { } log)
                {
                    store.AddTo(log, session, slice);
                }
            });
        }
    }

    private void CloseLog()
    {
        _log?.Dispose();
        _log = null;
    }

    // The newest record, whoever's turn it is.
    private void Write() => OnDisk(_disk, () =>
    {
        UploadRecord newest;
        lock (_memory)
        {
            newest = _record;
            _savedAt = clock.Elapsed;
        }

        store.Save(newest);
    });

    private void OnDisk(object turn, Action act)
    {
        lock (turn)
        {
            if (_isRemoved)
            {
                return;
            }

            try
            {
                act();
            }
            catch (JournalException failure)
            {
                if (store.IsNews(failure.Subject))
                {
                    warn(NotRemembered(failure.Message));
                }
            }
        }
    }
}
