namespace CosSlice.Benchmarks.SideBySide;

/// <summary>All that one client did: its samples, or why there are none.</summary>
internal sealed record Outcome(IContender Contender, string? Obstacle)
{
    public List<Sample> Samples { get; } = [];

    public Spread Of(Func<Sample, double> figure) => Spread.Of(Samples.Select(figure));
}
