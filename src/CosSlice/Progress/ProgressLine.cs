namespace CosSlice.Progress;

/// <summary>One bar as it should look now.</summary>
internal sealed class ProgressLine
{
    /// <summary>0 for the total, 1 and up for the files below it.</summary>
    public int Slot { get; set; }

    public string Activity { get; set; } = string.Empty;

    public string Status { get; set; } = string.Empty;

    public string Operation { get; set; } = string.Empty;

    /// <summary>0 to 100, or -1 where it can't be told.</summary>
    public int Percent { get; set; } = -1;

    /// <summary>Seconds left, or -1 where they can't be told.</summary>
    public int SecondsRemaining { get; set; } = -1;

    /// <summary>Whether the bar goes away.</summary>
    public bool Completed { get; set; }
}
