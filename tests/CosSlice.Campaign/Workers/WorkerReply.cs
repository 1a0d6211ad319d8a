namespace CosSlice.Campaign.Workers;

/// <summary>What a worker answers to an order, as one line of JSON.</summary>
internal sealed record WorkerReply
{
    public required int Id { get; init; }

    /// <summary>One for each file, in the order's own order.</summary>
    public IReadOnlyList<WorkerOutcome> Outcomes { get; init; } = [];

    /// <summary>What the journal has.</summary>
    public IReadOnlyList<ListedUpload> Listed { get; init; } = [];

    /// <summary>What the engine said meanwhile, or how far the work under way is.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Exceptions that nobody looked at, since the process began.</summary>
    public IReadOnlyList<string> Unobserved { get; init; } = [];

    /// <summary>What the process holds once the work is done.</summary>
    public ProcessGauge? Gauge { get; init; }
}

/// <summary>What came of one file.</summary>
internal sealed record WorkerOutcome
{
    public required OutcomeKind Kind { get; init; }

    public string? ErrorId { get; init; }

    public string? Message { get; init; }

    /// <summary>Bytes, where it is stored.</summary>
    public long Length { get; init; }

    public string? Sha1 { get; init; }

    public string? ResourcePath { get; init; }

    public bool IsResumed { get; init; }

    public bool IsInstant { get; init; }

    public int Retries { get; init; }

    /// <summary>Bytes that were sent and acknowledged.</summary>
    public long BytesSent { get; init; }
}

/// <summary>How a call ended.</summary>
internal enum OutcomeKind
{
    Stored,

    /// <summary>All is sent, and the last step is left.</summary>
    LeftOpen,

    /// <summary>With an error that is one of the engine's own.</summary>
    Failed,

    Cancelled,

    /// <summary>With an exception that is none of the engine's own.</summary>
    Broken,

    /// <summary>The process was killed.</summary>
    Killed,
}

/// <summary>One entry of the journal, as users see it.</summary>
internal sealed record ListedUpload(string? UploadId, string? Key, string? LiteralPath, string State, long Length, long BytesSent);
