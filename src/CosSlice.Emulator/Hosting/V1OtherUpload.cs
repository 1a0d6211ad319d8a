namespace CosSlice.Emulator;

/// <summary>What op=upload_slice does about an unfinished upload of other content under the same name.</summary>
public enum V1OtherUpload
{
    /// <summary>It is thrown away, and a new upload begins.</summary>
    StartOver,

    /// <summary>The request is refused with -4026.</summary>
    Refuse,
}
