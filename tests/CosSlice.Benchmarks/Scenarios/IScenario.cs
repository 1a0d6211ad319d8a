namespace CosSlice.Benchmarks.Scenarios;

/// <summary>One comparison: a work, the clients that do it in turn, and what is said of the outcome.</summary>
internal interface IScenario
{
    /// <summary>The word that picks it on the command line.</summary>
    string Name { get; }

    /// <summary>What it compares, in one sentence.</summary>
    string Description { get; }

    /// <summary>Runs it.</summary>
    /// <exception cref="BenchmarkFailedException">It could not be run to its end.</exception>
    Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken);
}
