namespace CosSlice.Emulator;

/// <summary>How an upload by slices with sha is answered when the name holds that very content already.</summary>
public enum SameFile
{
    /// <summary>As an instant upload: with the object's addresses.</summary>
    Instant,

    /// <summary>With -4018 (exists, already completely uploaded).</summary>
    Uploaded,

    /// <summary>With -177 (exists), unless it may be overwritten.</summary>
    Exists,
}
