namespace CosSlice;

/// <summary>An upload that is not finished. Flat, so that it survives serialisation; it holds no session and no key.</summary>
public sealed class CosUpload
{
    /// <summary>Identifies the target: 32 hex digits, derived from endpoint, app id, bucket, API version and key.</summary>
    public string? UploadId { get; set; }

    /// <summary>The local file: an absolute path.</summary>
    public string? LiteralPath { get; set; }

    /// <summary>The object's key, without a leading slash.</summary>
    public string? Key { get; set; }

    /// <summary>The bucket's name without the app id.</summary>
    public string? Bucket { get; set; }

    /// <summary>The account's app id.</summary>
    public string? AppId { get; set; }

    /// <summary>Where the requests go.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The generation of the JSON API: 4 means <c>files/v2</c>.</summary>
    public int ApiVersion { get; set; }

    /// <summary>Where the upload stands.</summary>
    public CosUploadState State { get; set; }

    /// <summary>The file's length in bytes, or 0 where it could not be read.</summary>
    public long Length { get; set; }

    /// <summary>Bytes that the service acknowledged.</summary>
    public long BytesSent { get; set; }

    /// <summary>Bytes a slice, as the service answered; 0 while it has not.</summary>
    public long SliceSize { get; set; }

    /// <summary>When this object was brought up to date: UTC, as a type that PowerShell serialises as one value.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>Why the upload stopped, as a sentence.</summary>
    public string? LastError { get; set; }

    /// <summary>The service's code, where the service said why.</summary>
    public int? LastErrorCode { get; set; }

    /// <summary>Key and state, for use inside a text.</summary>
    public override string ToString() => $"{Key} ({State})";

    internal CosUpload Copy() => (CosUpload)MemberwiseClone();
}
