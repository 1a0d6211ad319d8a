using CosSlice.Benchmarks.Scenarios;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>All that one client did: its samples, or why there are none.</summary>
internal sealed class Outcome(IContender contender, string? obstacle)
{
    public IContender Contender { get; } = contender;

    public string? Obstacle { get; private set; } = obstacle;

    public List<Sample> Samples { get; } = [];

    /// <summary>The median of a figure; null where the client did not run.</summary>
    public double? Median(Func<Sample, double> figure) => Samples.Count == 0 ? null : Spread.Of(Samples.Select(figure)).Median;

    /// <summary>The client is no part of the comparison any more: what it did before does not count.</summary>
    public void Drop(string reason)
    {
        Obstacle = reason;
        Samples.Clear();
    }

    public Row ToRow() => new(Contender.Name, Samples, Obstacle);
}
