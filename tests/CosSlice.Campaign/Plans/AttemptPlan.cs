namespace CosSlice.Campaign.Plans;

/// <summary>One call under faults.</summary>
internal sealed record AttemptPlan
{
    /// <summary>Whether it carries on what the journal has, rather than sending the file.</summary>
    public required bool IsResume { get; init; }

    /// <summary>How the first file changes before it, where another call came before.</summary>
    public SourceChange ChangeBefore { get; init; }

    public required IReadOnlyList<FaultRule> Rules { get; init; }

    public RandomFaults? Random { get; init; }

    /// <summary>What happens once in the middle of it.</summary>
    public EventPlan? Event { get; init; }

    public required int MaximumRetryCount { get; init; }

    /// <summary>How long a request may go without a byte moved, in milliseconds.</summary>
    public required int OperationTimeout { get; init; }

    /// <summary>How long repeats go on while nothing succeeds, in milliseconds.</summary>
    public required int RetryTimeout { get; init; }

    /// <summary>Whether the service may forget a session, or tell another than it has.</summary>
    public bool TouchesSessions
        => Random is not null || Rules.Any(rule => rule.Fault == "session-dies" || (string?)rule.Json["with"] == "wrong-session");

    /// <summary>Whether the service may refuse to tell what it has, so that nobody learns the session of an init that was not heard.</summary>
    public bool RefusesLists
        => Rules.Any(rule => rule.Fault == "status" && (string?)rule.Json["op"] is null or "upload_slice_list");
}
