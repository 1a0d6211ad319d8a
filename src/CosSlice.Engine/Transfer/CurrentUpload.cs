using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Http;
using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What every step of one file's upload works with: the file, what is declared of it, and what is remembered of it.</summary>
internal sealed class CurrentUpload : RemoteUpload
{
    // What every generation and every client of the service takes; a greater slice covers several parts.
    private const long LargestPart = TransferOptions.Mebibyte;

    private readonly object _damage = new();
    private readonly object _sending = new();
    private HashSet<long>? _damagedSlices;
    private RangeSet _sent = RangeSet.Empty;
    private bool _wasDamaged;

    /// <param name="services">What all uploads share.</param>
    /// <param name="request">Where the file goes.</param>
    /// <param name="source">The file, open.</param>
    /// <param name="entry">The upload's place in the journal, whose lock is held.</param>
    /// <param name="progress">The counters.</param>
    public CurrentUpload(UploadServices services, UploadRequest request, SourceFile source, JournalEntry entry, UploadProgress progress)
        : base(services, request.Context, request.Key, progress)
    {
        Source = source;
        Entry = entry;
        Checksum = services.Options.Checksum;
        BizAttribute = services.Options.BizAttribute;
        Terms = Declaring(hash: null);
    }

    public SourceFile Source { get; }

    public JournalEntry Entry { get; }

    /// <summary>How the content is verified: as the options say, or as it was begun where it is carried on.</summary>
    public CosChecksum Checksum { get; private set; }

    /// <summary>The object's <c>biz_attr</c>.</summary>
    public string? BizAttribute { get; private set; }

    /// <summary>What the upload declares of itself.</summary>
    public UploadTerms Terms { get; private set; }

    /// <summary>Whether what an earlier run began is proven to be of this content.</summary>
    public bool IsTakenUp { get; private set; }

    /// <summary>Whether an earlier run had asked for the last step of it, and may have been heard.</summary>
    public bool WasFinishAsked { get; private set; }

    /// <summary>Whether an earlier run may have begun it with the service, and did not live to hear of the session.</summary>
    public bool WasBegunUnheard { get; private set; }

    /// <summary>Whether the SHA-1 is one that an earlier run has read, of a file of this length and last-write time.</summary>
    public bool IsHashRemembered { get; private set; }

    /// <summary>What an earlier run began of this very content; <see langword="null"/> where nothing is known, and once it was made use of.</summary>
    public UploadRecord? Known { get; private set; }

    /// <summary>Takes up what an earlier run began, which is proven to be of this content.</summary>
    public void TakeUp(UploadRecord known)
    {
        if (known is { Checksum: CosChecksum.Md5, Acknowledged: { } acknowledged })
        {
            known = known with { Acknowledged = Entry.FindAcknowledged(known).With(acknowledged) };
        }

        Known = known;
        IsTakenUp = true;
        WasFinishAsked = known.IsFinishAsked;
        WasBegunUnheard = known.Session is null;
        _wasDamaged = known.IsDamaged;
        Checksum = known.Checksum == CosChecksum.Sha1 || Checksum == CosChecksum.Sha1 ? known.Checksum : Checksum;
        BizAttribute ??= known.BizAttribute;
        IsHashRemembered = Terms.Hash is null && known.Sha1 is not null;
        Terms = Declaring(Terms.Hash ?? (known.Sha1 is null ? null : FileHash.OfWhole(known.Length, known.Sha1)));
    }

    /// <summary>Writes the upload into the journal, with all that is known of it by now.</summary>
    public void Remember()
    {
        DateTime now = Services.Clock.UtcNow.UtcDateTime;
        UploadRecord record = Known ?? new UploadRecord
        {
            UploadId = Entry.UploadId,
            Endpoint = Context.Endpoint!,
            AppId = Context.AppId!,
            Bucket = Context.Bucket!,
            Key = Key,
            ApiVersion = Context.ApiVersion,
            LiteralPath = Source.Path,
            Length = Source.Length,
            LastWriteTimeUtc = Source.LastWriteTimeUtc,
            Checksum = Checksum,
            BizAttribute = BizAttribute,
            StartedAt = now,
            UpdatedAt = now,
        };
        Entry.Begin(record with
        {
            LiteralPath = Source.Path,
            LastWriteTimeUtc = Source.LastWriteTimeUtc,
            Checksum = Checksum,

            // What went up without a look at its MD5 proves nothing to the run that looks.
            Acknowledged = Checksum == CosChecksum.Md5 && record.Checksum != CosChecksum.Md5 ? RangeSet.Empty : record.Acknowledged,
            State = record.Session is null ? CosUploadState.Waiting
                : record.State == CosUploadState.Sent ? CosUploadState.Sent : CosUploadState.Sending,
            LastError = null,
            LastErrorCode = null,
        });
        if (!IsHashRemembered && Terms.Hash is { } hash)
        {
            Entry.KeepHash(hash);
        }
    }

    /// <summary>The file's SHA-1, read for it where it is not known, whether the upload declares one or not.</summary>
    public async Task<string> ReadSha1Async(CancellationToken cancellationToken)
    {
        await HashAsync(withParts: true, cancellationToken).ConfigureAwait(false);
        return Terms.Sha ?? (await Services.HashAsync(Source, partSize: 0, Progress, cancellationToken).ConfigureAwait(false)).Sha1;
    }

    /// <summary>Deletes what the service has of an unfinished upload to the target, whoever began it; the session that the journal names is gone with it.</summary>
    /// <exception cref="CosException"><c>UploadNotProven</c>: it was finished meanwhile.</exception>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        await new UnfinishedUpload(this).DiscardAsync(cancellationToken).ConfigureAwait(false);
        LoseSession();
    }

    /// <summary>
    /// The service no longer has the session that the journal names. To be called before another is asked for: its answer may be
    /// lost, and a later run must not look for the old one then.
    /// </summary>
    public void LoseSession()
    {
        ForgetDamage();
        if (Entry.Record?.Session is not null)
        {
            Entry.Save(record => record with
            {
                Session = null,
                SliceSize = 0,
                State = CosUploadState.Waiting,
                BytesAcknowledged = 0,
                Acknowledged = null,
                IsFinishAsked = false,
                IsPresumed = false,
                IsDamaged = false,
            });
        }
    }

    /// <summary>Whether the service holds a slice that arrived damaged and did not come whole since: it lists that one like any other.</summary>
    public bool IsDamaged
    {
        get
        {
            lock (_damage)
            {
                return _wasDamaged || _damagedSlices is { Count: > 0 };
            }
        }
    }

    /// <summary>What of a list of the service's need not be sent again.</summary>
    /// <param name="listed">Ranges in bytes that it has.</param>
    /// <remarks>
    /// It does not say which of them arrived whole. With SHA-1 the service itself finds out at the end; with MD5 only the answer to
    /// a slice tells, so what nobody heard of is sent again.
    /// </remarks>
    public IReadOnlyList<(long Offset, long Length)> Held(IReadOnlyList<(long Offset, long Length)> listed)
    {
        if (Checksum != CosChecksum.Md5)
        {
            return IsDamaged ? [] : listed;
        }

        RangeSet there = RangeSet.Of(listed, Source.Length);
        if (Entry.Record is { Acknowledged: { } acknowledged })
        {
            return there.And(acknowledged).Ranges;
        }

        // An entry of a version that did not keep the ranges, and is known to have had an answer for all of them.
        bool isAcknowledged = Entry.Record is { IsResumed: false, Checksum: CosChecksum.Md5 } record && record.BytesAcknowledged == there.Count;
        return isAcknowledged && !IsDamaged ? listed : [];
    }

    /// <summary>What this run has begun to send without a SHA-1, heard of or not.</summary>
    public RangeSet Sent
    {
        get
        {
            lock (_sending)
            {
                return _sent;
            }
        }
    }

    /// <summary>A slice is about to be sent.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">How many bytes it has.</param>
    public void NoteSent(long offset, long length)
    {
        if (Checksum != CosChecksum.Sha1)
        {
            lock (_sending)
            {
                _sent = _sent.With(offset, length);
            }
        }
    }

    /// <summary>Whether an earlier run left such a slice.</summary>
    public bool WasDamaged
    {
        get
        {
            lock (_damage)
            {
                return _wasDamaged;
            }
        }
    }

    /// <summary>A slice arrived damaged. That is remembered at once, as the service holds it from now on.</summary>
    /// <param name="offset">Where the slice begins, in bytes.</param>
    public void NoteDamage(long offset)
    {
        lock (_damage)
        {
            _damagedSlices ??= [];
            if (!_damagedSlices.Add(offset))
            {
                return;
            }
        }

        Entry.Save(record => record with { IsDamaged = true });
    }

    /// <summary>A slice arrived whole, where it may have been damaged before.</summary>
    /// <param name="offset">Where the slice begins, in bytes.</param>
    public void NoteWhole(long offset)
    {
        lock (_damage)
        {
            if (_damagedSlices?.Remove(offset) != true || _damagedSlices.Count > 0 || _wasDamaged)
            {
                return;
            }
        }

        Entry.Save(record => record with { IsDamaged = IsDamaged });
    }

    /// <summary>Every slice is whole, or the upload that had damaged ones is gone.</summary>
    public void ForgetDamage()
    {
        lock (_damage)
        {
            _wasDamaged = false;
            _damagedSlices = null;
        }
    }

    /// <summary>What <see cref="Known"/> says, for the one who asks the service about it; nobody else gets it.</summary>
    public UploadRecord? TakeKnown()
    {
        UploadRecord? known = Known;
        Known = null;
        return known;
    }

    /// <summary>Reads the file for its SHA-1, where that is how content is verified, and takes it into the terms.</summary>
    /// <param name="withParts">Whether the states between the parts are needed too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task HashAsync(bool withParts, CancellationToken cancellationToken)
    {
        long partSize = withParts && Protocol is V4Protocol ? Math.Min(Options.SliceSize, LargestPart) : 0;
        if (Checksum != CosChecksum.Sha1 || (Terms.Hash is { } declared && (partSize == 0 || declared.PartSize == partSize)))
        {
            return;
        }

        if (IsHashRemembered && Entry.FindHash(partSize) is { } remembered)
        {
            Terms = Declaring(remembered);
            return;
        }

        TimeSpan started = Services.Clock.Elapsed;
        FileHash hash = await Services.HashAsync(Source, partSize, Progress, cancellationToken).ConfigureAwait(false);
        Terms = Declaring(hash);
        IsHashRemembered = false;
        Entry.KeepHash(hash);
        if (Source.Length > UploadServices.WorthATurn)
        {
            Note(TextFormat.Of(TransferTexts.Hashed, hash.Sha1, (Services.Clock.Elapsed - started).TotalSeconds));
        }
    }

    /// <summary>
    /// Reads a small file once, for its SHA-1 where that is how content is verified and is not known, and for what is sent:
    /// whoever sends it looks afterwards whether the file is still the same.
    /// </summary>
    /// <returns>The whole content.</returns>
    public HeldContent Hold()
    {
        bool isHashed = Checksum == CosChecksum.Sha1 && Terms.Hash is null;
        if (isHashed)
        {
            Progress.Enter(UploadPhase.Hashing);
        }

        HeldContent content = new(Services.SmallBuffers.Of(Source.Length), (int)Source.Length);
        bool isRead = false;
        try
        {
            Source.ReadWhole(content.Buffer);
            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                content.Dispose();
            }
        }

        if (isHashed)
        {
            Progress.Hash(content.Length);
            Terms = Declaring(new FileHash(content.Length, partSize: 0, WholeHash.Of(content.Buffer, content.Length)));
        }

        return content;
    }

    /// <summary>Whether the file has other content than an earlier run has read, though length and time are the same: reads it for that.</summary>
    /// <returns>Whether that is so; <see langword="false"/> also where it was this run that read it.</returns>
    public async Task<bool> HasChangedInSecretAsync(CancellationToken cancellationToken)
        => IsHashRemembered
            && (await Services.HashAsync(Source, partSize: 0, Progress, cancellationToken).ConfigureAwait(false)).Sha1 != Terms.Sha;

    /// <summary>Gives up a SHA-1 that an earlier run has read: the file may have changed without its time showing it.</summary>
    public void ForgetRememberedHash()
    {
        if (IsHashRemembered)
        {
            IsHashRemembered = false;
            Terms = Declaring(hash: null);
        }
    }

    private UploadTerms Declaring(FileHash? hash) => new(Source.Length, Options.SliceSize, hash, Options.Force, BizAttribute);
}
