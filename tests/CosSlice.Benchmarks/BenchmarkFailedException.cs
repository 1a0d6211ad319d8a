namespace CosSlice.Benchmarks;

/// <summary>A client or the emulator did not do its part: there is nothing to compare.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message);
