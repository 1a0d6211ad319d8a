namespace CosSlice;

/// <summary>A file that the service holds, whole: what an upload returns. Flat, so that it survives serialisation.</summary>
public sealed class CosFile
{
    /// <summary>The local file that was uploaded: an absolute path.</summary>
    public string? LiteralPath { get; set; }

    /// <summary>The object's key, without a leading slash.</summary>
    public string? Key { get; set; }

    /// <summary>The bucket's name without the app id.</summary>
    public string? Bucket { get; set; }

    /// <summary>The account's app id.</summary>
    public string? AppId { get; set; }

    /// <summary>Where the requests went.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The generation of the JSON API: 4 means <c>files/v2</c>.</summary>
    public int ApiVersion { get; set; }

    /// <summary>The object's length in bytes.</summary>
    public long Length { get; set; }

    /// <summary>SHA-1 of the content in lower-case hex, where it is known.</summary>
    public string? Sha1 { get; set; }

    /// <summary>The wire's <c>access_url</c>: the address by way of the CDN.</summary>
    public string? AccessUrl { get; set; }

    /// <summary>The wire's <c>source_url</c>: the address that bypasses the CDN.</summary>
    public string? SourceUrl { get; set; }

    /// <summary>The wire's <c>url</c>: the address for further operations on the object.</summary>
    public string? Url { get; set; }

    /// <summary>The wire's <c>preview_url</c>, where the service sent one.</summary>
    public string? PreviewUrl { get; set; }

    /// <summary>The wire's <c>resource_path</c>: <c>/appid/bucket/key</c>.</summary>
    public string? ResourcePath { get; set; }

    /// <summary>Whether the service already had the content, so that no byte of it was sent.</summary>
    public bool InstantUpload { get; set; }

    /// <summary>Whether an earlier, unfinished upload was carried on.</summary>
    public bool Resumed { get; set; }

    /// <summary>Bytes of content that this run sent and the service acknowledged.</summary>
    public long BytesSent { get; set; }

    /// <summary>When this run began: UTC, as a type that PowerShell serialises as one value.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>How long this run took.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The service's id of the request that finished the upload, for a support case.</summary>
    public string? RequestId { get; set; }

    /// <summary>The object's address, for use inside a text.</summary>
    public override string ToString() => AccessUrl ?? Key ?? string.Empty;
}
