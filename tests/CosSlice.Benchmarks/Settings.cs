namespace CosSlice.Benchmarks;

/// <summary>What one comparison is run with.</summary>
/// <param name="SizeMiB">The file's size.</param>
/// <param name="Runs">Counted runs of each client.</param>
/// <param name="Throttle">The engine's requests in flight.</param>
internal sealed record Settings(int SizeMiB, int Runs, int Throttle);
