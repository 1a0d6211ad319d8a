namespace CosSlice;

/// <summary>Where an unfinished upload stands.</summary>
public enum CosUploadState
{
    /// <summary>Nothing was sent yet.</summary>
    Waiting,

    /// <summary>Slices are on their way.</summary>
    Sending,

    /// <summary>It stopped before the end, and carrying it on is worth trying.</summary>
    Interrupted,

    /// <summary>All bytes are there; only the last step is missing.</summary>
    Sent,

    /// <summary>It cannot go on as it is; <see cref="CosUpload.LastError"/> says why.</summary>
    Failed,

    /// <summary>The object is complete.</summary>
    Completed,
}
