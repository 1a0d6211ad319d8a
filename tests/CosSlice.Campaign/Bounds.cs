namespace CosSlice.Campaign;

/// <summary>How long things may take at most: reaching one is a hang, on however slow a machine.</summary>
internal static class Bounds
{
    /// <summary>One call to upload: its own time for repeats is a small part of it.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(60);

    /// <summary>A program's start.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    /// <summary>From what the service did to the line that tells of it.</summary>
    public static readonly TimeSpan LogLine = TimeSpan.FromSeconds(5);

    /// <summary>Anything else that must happen at once.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
}
