namespace CosSlice.Campaign.Plans;

/// <summary>All that one run does. It follows from the campaign's seed and the run's number alone.</summary>
internal sealed record RunPlan
{
    public required int Number { get; init; }

    /// <summary>What was brought together on purpose; <see langword="null"/> where all is left to chance.</summary>
    public string? Scene { get; init; }

    /// <summary>How the service is set up.</summary>
    public required ServiceProfile Profile { get; init; }

    public required int ApiVersion { get; init; }

    public required CosChecksum Checksum { get; init; }

    /// <summary>Bytes.</summary>
    public required long SliceSize { get; init; }

    /// <summary>Bytes up to which a file goes up in one request.</summary>
    public required long SimpleUploadLimit { get; init; }

    public required int ThrottleLimit { get; init; }

    public required bool IsForced { get; init; }

    public string? BizAttribute { get; init; }

    /// <summary>Whether the last step is a call of its own.</summary>
    public bool LeavesOpen { get; init; }

    /// <summary>What goes up in one call; interruptions are about the first.</summary>
    public required IReadOnlyList<FilePlan> Files { get; init; }

    /// <summary>What another machine did with the first file's key before.</summary>
    public RivalPlan? Prior { get; init; }

    /// <summary>What is tried under faults, in this order, until everything is stored.</summary>
    public required IReadOnlyList<AttemptPlan> Attempts { get; init; }

    /// <summary>Whether the call without faults that comes in the end sends the file, rather than carrying the upload on.</summary>
    public required bool EndsWithSend { get; init; }

    /// <summary>Whether nothing at all is done to the upload, so that its first call must succeed.</summary>
    public bool IsUndisturbed => Prior is null && Attempts is [{ Event: null, Rules.Count: 0, Random: null }];
}
