namespace CosSlice.Benchmarks.Report;

/// <summary>The chart.</summary>
internal static class Chart
{
    public const string FileName = "results.svg";

    public static Task<string?> TryDrawAsync(Results results, string path, CancellationToken cancellationToken) => Task.FromResult<string?>("x");
}
