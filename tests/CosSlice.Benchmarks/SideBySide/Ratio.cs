namespace CosSlice.Benchmarks.SideBySide;

/// <summary>How two clients compare.</summary>
internal static class Ratio
{
    /// <summary>
    /// The first one's rate, the second one's being 1: the median of the ratios within each turn, since two runs that lie far apart would
    /// compare the machine's other work.
    /// </summary>
    /// <returns>Null where one of them did not run.</returns>
    public static double? OfRates(Outcome first, Outcome second)
        => first.Samples.Count == 0 || second.Samples.Count == 0
            ? null
            : Spread.Of(first.Samples.Zip(second.Samples, (ours, theirs) => ours.MiBPerSecond / theirs.MiBPerSecond)).Median;
}
