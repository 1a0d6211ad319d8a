namespace CosSlice.Progress;

/// <summary>One bar as it should look now.</summary>
internal sealed record ProgressLine
{
    /// <summary>Which bar of its command it is: 0 for the total, 1 to <see cref="FileBar.LargestId"/> for a file's.</summary>
    public int Id { get; init; }

    /// <summary>Whether it stands below the total.</summary>
    public bool IsBelowTotal { get; init; }

    public string Activity { get; init; } = string.Empty;

    public string Status { get; init; } = string.Empty;

    public string Operation { get; init; } = string.Empty;

    /// <summary>0 to 100, or -1 where it can't be told.</summary>
    public int Percent { get; init; } = -1;

    /// <summary>Seconds left, or -1 where they can't be told.</summary>
    public int SecondsRemaining { get; init; } = -1;

    /// <summary>Whether the bar goes away.</summary>
    public bool IsCompleted { get; init; }
}
