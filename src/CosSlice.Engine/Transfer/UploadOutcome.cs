using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A finished upload, and how it came about.</summary>
internal sealed class UploadOutcome(ObjectAnswer stored)
{
    public ObjectAnswer Stored { get; } = stored;

    /// <summary>Whether the service had the content already, so that none was sent.</summary>
    public bool IsInstant { get; set; }

    /// <summary>Whether an earlier, unfinished upload was carried on.</summary>
    public bool IsResumed { get; set; }
}
