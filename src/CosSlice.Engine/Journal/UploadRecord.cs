namespace CosSlice.Journal;

/// <summary>
/// What is remembered of an unfinished upload: whom to ask for it, what the file looked like, and how far it came. No key,
/// no signature. The service knows better what it has; this only tells where to ask.
/// </summary>
internal sealed record UploadRecord
{
    /// <summary>Identifies the target, as <see cref="Transfer.UploadIdentity"/> derives it: 32 digits of lower-case hex.</summary>
    public required string UploadId { get; init; }

    /// <summary>Where the requests go.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The account's app id.</summary>
    public required string AppId { get; init; }

    /// <summary>The bucket's name without the app id.</summary>
    public required string Bucket { get; init; }

    /// <summary>The object's key, without a leading slash.</summary>
    public required string Key { get; init; }

    /// <summary>The generation of the JSON API: 4 or 1.</summary>
    public required int ApiVersion { get; init; }

    /// <summary>The local file's absolute path.</summary>
    public required string LiteralPath { get; init; }

    /// <summary>The file's length in bytes when it was opened.</summary>
    public required long Length { get; init; }

    /// <summary>The file's last-write time when it was opened: UTC, to the tick.</summary>
    public required DateTime LastWriteTimeUtc { get; init; }

    /// <summary>How the content is verified.</summary>
    public required CosChecksum Checksum { get; init; }

    /// <summary>The file's SHA-1, 40 digits of lower-case hex, once it is known.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Bytes a part that the upload declared; 0 where it declared none.</summary>
    public long PartSize { get; init; }

    /// <summary>The service's name for the upload, once it is known.</summary>
    public string? Session { get; init; }

    /// <summary>Bytes a slice, as the service answered; 0 while it has not.</summary>
    public long SliceSize { get; init; }

    /// <summary>Whether the service takes one slice after another only.</summary>
    public bool IsSerial { get; init; }

    /// <summary>Where the upload stands, by those who wrote this; it says <c>Sending</c> where they were killed, too.</summary>
    public CosUploadState State { get; init; }

    /// <summary>Bytes that the service acknowledged: 0 to <see cref="Length"/>.</summary>
    public long BytesAcknowledged { get; init; }

    /// <summary>
    /// The bytes whose slices the service has answered without a word of damage, where no SHA-1 is declared: only of those does its
    /// list prove anything. <see langword="null"/> where it is not known, as in entries of versions that did not keep it.
    /// </summary>
    public RangeSet? Acknowledged { get; init; }

    /// <summary>Whether what an earlier process sent was carried on.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether the last step was asked for, so that the object may be finished though nobody heard so.</summary>
    public bool IsFinishAsked { get; init; }

    /// <summary>Whether the session was found after a lost answer and not given, so that what comes of it is to be compared with the file.</summary>
    public bool IsPresumed { get; init; }

    /// <summary>Whether the service holds a slice that arrived damaged, so that nothing it has counts: all of it is sent again.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>The object's <c>biz_attr</c>, for the case that the service has lost the upload and another begins.</summary>
    public string? BizAttribute { get; init; }

    /// <summary>When the upload began: UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When this was last brought up to date: UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Why the upload stopped, as a sentence; a long one is cut when it is written.</summary>
    public string? LastError { get; init; }

    /// <summary>The service's code, where the service said why.</summary>
    public int? LastErrorCode { get; init; }

    /// <summary>The same as what users see of it, without the session.</summary>
    public CosUpload ToUpload() => new()
    {
        UploadId = UploadId,
        LiteralPath = LiteralPath,
        Key = Key,
        Bucket = Bucket,
        AppId = AppId,
        Endpoint = Endpoint,
        ApiVersion = ApiVersion,
        State = State,
        Length = Length,
        BytesSent = BytesAcknowledged,
        SliceSize = SliceSize,
        UpdatedAt = UpdatedAt,
        LastError = LastError,
        LastErrorCode = LastErrorCode,
    };
}
