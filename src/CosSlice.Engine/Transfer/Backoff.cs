namespace CosSlice.Transfer;

/// <summary>Exponential back-off with full jitter: anything between nothing and a limit that doubles with each repeat.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Maximum = TimeSpan.FromSeconds(60);

    /// <param name="first">The limit of the first repeat.</param>
    /// <param name="repeats">How many repeats there were before this one.</param>
    /// <param name="chance">0 (inclusive) to 1 (exclusive).</param>
    public static TimeSpan Delay(TimeSpan first, int repeats, double chance)
    {
        double limit = Math.Min(Maximum.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(repeats, 30)));
        return TimeSpan.FromSeconds(limit * chance);
    }
}
