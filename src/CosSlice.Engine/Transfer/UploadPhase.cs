namespace CosSlice;

/// <summary>What an upload is doing at the moment.</summary>
public enum UploadPhase
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>The file is read once for its SHA-1.</summary>
    Hashing,

    /// <summary>The service is asked to begin.</summary>
    Beginning,

    /// <summary>Content is on its way.</summary>
    Sending,

    /// <summary>All content is there; the last step is under way.</summary>
    Finishing,

    /// <summary>The service confirmed the whole.</summary>
    Completed,

    /// <summary>It ended without success.</summary>
    Failed,
}
