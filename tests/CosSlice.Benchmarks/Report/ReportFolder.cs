namespace CosSlice.Benchmarks.Report;

/// <summary>Writes the results as Markdown, with a chart.</summary>
internal static class ReportFolder
{
    public const string DocumentName = "results.md";

    /// <summary>Where the results lie that are kept with the sources.</summary>
    public static string Default => Path.Combine(BuildPlace.RepositoryRoot, "tests", "CosSlice.Benchmarks", "results");

    public static async Task WriteAsync(string folder, Results results, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string? obstacle = await Chart.TryDrawAsync(results, Path.Combine(folder, Chart.FileName), cancellationToken);
        string text = MarkdownReport.Of(results, obstacle is null ? Chart.FileName : null, obstacle);
        await File.WriteAllTextAsync(Path.Combine(folder, DocumentName), text, cancellationToken);
        await Console.Error.WriteLineAsync($"Written: {Path.Combine(folder, DocumentName)}");
    }
}
