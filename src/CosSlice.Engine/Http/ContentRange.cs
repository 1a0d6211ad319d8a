using CosSlice.Files;

namespace CosSlice.Http;

/// <summary>The bytes of a file that one request carries, and what is learnt while they go out.</summary>
internal sealed class ContentRange
{
    public ContentRange(SourceFile source, long offset, long length, bool computeMd5, UploadProgress progress)
    {
        Source = source;
        Offset = offset;
        Length = length;
        ComputeMd5 = computeMd5;
        Progress = progress;
    }

    public SourceFile Source { get; }

    /// <summary>Where the range starts in the file, in bytes.</summary>
    public long Offset { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    public bool ComputeMd5 { get; }

    /// <summary>Whether this request makes the object whole, so that the file is looked at by its path once more.</summary>
    public bool IsWhole => Offset == 0 && Length == Source.Length;

    public UploadProgress Progress { get; }
}
