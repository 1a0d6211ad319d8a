using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What a run came to, and how.</summary>
/// <param name="stored">The finished object; <see langword="null"/> where the last step was left open.</param>
/// <param name="length">The file's length in bytes.</param>
/// <param name="sha1">The content's SHA-1 in lower-case hex, where it is known.</param>
internal sealed class UploadOutcome(ObjectAnswer? stored, long length, string? sha1)
{
    public ObjectAnswer? Stored { get; } = stored;

    public long Length { get; } = length;

    public string? Sha1 { get; } = sha1;

    /// <summary>Whether the service had the content already, so that none was sent.</summary>
    public bool IsInstant { get; set; }

    /// <summary>Whether an earlier, unfinished upload was carried on.</summary>
    public bool IsResumed { get; set; }
}
