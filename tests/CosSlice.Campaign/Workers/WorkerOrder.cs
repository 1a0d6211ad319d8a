namespace CosSlice.Campaign.Workers;

/// <summary>What a worker is told, as one line of JSON.</summary>
internal sealed record WorkerOrder
{
    public required int Id { get; init; }

    public required WorkerVerb Verb { get; init; }

    public string? StateFolder { get; init; }

    public Uri? Endpoint { get; init; }

    public int ApiVersion { get; init; } = 4;

    public CosChecksum Checksum { get; init; }

    /// <summary>Bytes.</summary>
    public long SliceSize { get; init; }

    /// <summary>Bytes.</summary>
    public long SimpleUploadLimit { get; init; }

    public int ThrottleLimit { get; init; } = 1;

    public bool IsForced { get; init; }

    public string? BizAttribute { get; init; }

    public int MaximumRetryCount { get; init; }

    /// <summary>Milliseconds.</summary>
    public int OperationTimeout { get; init; }

    /// <summary>Milliseconds.</summary>
    public int RetryTimeout { get; init; }

    public IReadOnlyList<WorkerItem> Items { get; init; } = [];
}

/// <summary>One file and its key.</summary>
internal sealed record WorkerItem(string Path, string Key);

/// <summary>What a worker can do.</summary>
internal enum WorkerVerb
{
    /// <summary>Sends files.</summary>
    Send,

    /// <summary>Sends files without the last step, and then takes that.</summary>
    SendAndComplete,

    /// <summary>Sends files without the last step.</summary>
    SendOpen,

    /// <summary>Carries on what the journal has of the keys.</summary>
    Resume,

    /// <summary>Tells what the journal has.</summary>
    List,

    /// <summary>Cancels the work under way.</summary>
    Cancel,

    /// <summary>Tells how far the work under way is.</summary>
    Tell,
}
