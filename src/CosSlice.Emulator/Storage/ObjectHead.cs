using System.Text.Json.Serialization;

namespace CosSlice.Emulator.Storage;

/// <summary>All that is known of an object beside its bytes. It is replaced as a whole, by one rename.</summary>
internal sealed record ObjectHead
{
    public required string AppId { get; init; }

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>Names the files that hold the object's bytes and ranges; each upload has an id of its own.</summary>
    public required string UploadId { get; init; }

    public required bool Finished { get; init; }

    /// <summary>Bytes of the whole file.</summary>
    public required long FileSize { get; init; }

    /// <summary>Bytes of a slice; 0 when the object was sent in one request.</summary>
    public long SliceSize { get; init; }

    /// <summary>Whether op=upload_slice began it, which has no list and no finish and takes slices in order.</summary>
    public bool OneOp { get; init; }

    /// <summary>What slices name the upload by; null when the object was sent in one request.</summary>
    public string? Session { get; init; }

    /// <summary>Whether slices must come one at a time and in order.</summary>
    public bool Serial { get; init; }

    /// <summary>The whole file's SHA-1 that the client announced at init.</summary>
    public string? AnnouncedSha { get; init; }

    /// <summary>The stored bytes' SHA-1, once it was computed.</summary>
    public string? ContentSha { get; init; }

    public string? BizAttr { get; init; }

    [JsonIgnore]
    public bool IsFolder => Key.EndsWith('/');

    [JsonIgnore]
    public ObjectName Name => new(AppId, Bucket, Key);

    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long Modified { get; init; }

    /// <summary>The head of an object that begins now, unfinished and with an upload id of its own.</summary>
    public static ObjectHead New(ObjectName name, long fileSize, string? bizAttr, TimeProvider clock)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new ObjectHead
        {
            AppId = name.AppId,
            Bucket = name.Bucket,
            Key = name.Key,
            UploadId = Guid.NewGuid().ToString("N"),
            Finished = false,
            FileSize = fileSize,
            BizAttr = bizAttr,
            Created = now,
            Modified = now,
        };
    }
}
