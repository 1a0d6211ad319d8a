namespace CosSlice.Benchmarks.Scenarios;

/// <summary>What one client did in a scenario.</summary>
/// <param name="Client">Its name.</param>
/// <param name="Samples">The runs that count; none where it could not run.</param>
/// <param name="Obstacle">Why it could not run; otherwise null.</param>
internal sealed record Row(string Client, IReadOnlyList<Sample> Samples, string? Obstacle = null);
