namespace CosSlice.Campaign.Plans;

/// <summary>Something that happens once in the middle of a call.</summary>
internal sealed record EventPlan
{
    public required EventKind Kind { get; init; }

    /// <summary>The request that the service holds back when it happens; <see langword="null"/> where <see cref="After"/> says when.</summary>
    public FaultRule? Hold { get; init; }

    /// <summary>Milliseconds after the call began.</summary>
    public int After { get; init; }

    public RivalPlan? Rival { get; init; }

    public SourceChange Change { get; init; }
}

/// <summary>What happens.</summary>
internal enum EventKind
{
    /// <summary>The uploading process gets SIGKILL.</summary>
    Kill,

    /// <summary>The caller cancels.</summary>
    Cancel,

    /// <summary>The service is killed and starts again on the same store and port.</summary>
    RestartService,

    /// <summary>Another machine uploads to the same key.</summary>
    Rival,

    /// <summary>The file that is being sent changes.</summary>
    ChangeSource,
}

/// <summary>How a file changes.</summary>
internal enum SourceChange
{
    None,

    /// <summary>Another file of the same length is renamed to its path.</summary>
    Replaced,

    /// <summary>Other bytes of the same length are written into it.</summary>
    Rewritten,

    /// <summary>One other byte is written at its beginning.</summary>
    RewrittenAtStart,

    /// <summary>The same as <see cref="Rewritten"/>, and its last-write time is set back to what it was.</summary>
    RewrittenInSecret,

    Grown,

    Truncated,

    Deleted,

    /// <summary>Its last-write time changes, its content doesn't.</summary>
    Touched,
}
