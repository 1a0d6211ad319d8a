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
    private UploadRecord _record = record;
    private TimeSpan _savedAt;
    private bool _isRemoved;

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

    /// <summary>Remembers what the service has by now, and writes it where a second has passed since the last writing.</summary>
    /// <param name="bytes">Bytes of the whole file that are acknowledged, in this run or an earlier one.</param>
    /// <param name="slice">The bytes that were acknowledged now.</param>
    public void Acknowledge(long bytes, (long Offset, long Length) slice = default)
    {
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
    public void SaveHash(FileHash hash) => OnDisk(() => store.SaveHash(Record.UploadId, hash, Record.LastWriteTimeUtc));

    /// <summary>Forgets the upload; nothing is written any more.</summary>
    public void Remove() => OnDisk(() =>
    {
        _isRemoved = true;
        store.Remove(Record.UploadId);
    });

    // The newest record, whoever's turn it is.
    private void Write() => OnDisk(() =>
    {
        UploadRecord newest;
        lock (_memory)
        {
            newest = _record;
            _savedAt = clock.Elapsed;
        }

        store.Save(newest);
    });

    private void OnDisk(Action act)
    {
        lock (_disk)
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
