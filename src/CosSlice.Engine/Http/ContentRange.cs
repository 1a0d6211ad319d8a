using CosSlice.Files;

namespace CosSlice.Http;

/// <summary>The bytes of a file that one request carries.</summary>
internal sealed class ContentRange(
    SourceFile source, long offset, long length, ContentDigest digest, bool completesObject, UploadProgress progress)
{
    public SourceFile Source { get; } = source;

    /// <summary>Where the range starts in the file, in bytes.</summary>
    public long Offset { get; } = offset;

    /// <summary>Its length in bytes.</summary>
    public long Length { get; } = length;

    public ContentDigest Digest { get; } = digest;

    /// <summary>Whether this request makes the object whole, so that the file is looked at by its path once more.</summary>
    public bool CompletesObject { get; } = completesObject;

    public UploadProgress Progress { get; } = progress;

    /// <summary>The range's bytes, where the whole file was read beforehand.</summary>
    public HeldContent? Held { get; set; }
}
