namespace CosSlice.Benchmarks;

/// <summary>What one comparison is run with.</summary>
/// <param name="SizeMiB">The size of a large file.</param>
/// <param name="Runs">Counted runs of each client.</param>
/// <param name="Throttle">The engine's requests in flight.</param>
/// <param name="IsHuge">Whether a file of 16 GiB is uploaded where one is of interest.</param>
internal sealed record Settings(int SizeMiB, int Runs, int Throttle, bool IsHuge = false);
