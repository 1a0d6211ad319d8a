using System.Text.Json;
using CosSlice.Benchmarks.Npm;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Report;

/// <summary>The results as a picture, which vega-lite draws (see the folder chart).</summary>
internal static class Chart
{
    public const string FileName = "results.svg";

    // How our own clients are named in a row.
    private static readonly string[] OwnNames = ["Send-CosFile", "engine"];

    private static readonly NpmFolder Folder = new(Path.Combine(BuildPlace.RepositoryRoot, "tests", "CosSlice.Benchmarks", "chart"));

    /// <summary>Draws rates and processor time of all clients that moved enough bytes to have them.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="path">The SVG file.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Why there is none; null where there is one.</returns>
    public static async Task<string?> TryDrawAsync(Results results, string path, CancellationToken cancellationToken)
    {
        Bar[] bars =
        [
            .. results.Parts.Where(part => part.Section is not null && SectionTable.IsBulk(part.Section)).SelectMany(part => part.Section!.Rows
                .Where(row => row.Samples.Count > 0).Select(row => NewBar(part.Section.Title, row))),
        ];
        if (bars.Length == 0)
        {
            return "no scenario moved enough bytes for one.";
        }

        if (await Folder.FindObstacleAsync(cancellationToken) is string obstacle)
        {
            return $"{obstacle}; vega-lite would draw it.";
        }

        ChildProcess child = await ChildProcess.RunAsync(
            Folder.Node("chart.js"), cancellationToken, JsonSerializer.Serialize(bars, JsonSerializerOptions.Web));
        child.EnsureSuccess("chart.js");
        await File.WriteAllTextAsync(path, child.Output + "\n", cancellationToken);
        return null;
    }

    private static Bar NewBar(string section, Row row) => new(
        section,
        row.Client,
        OwnNames.Any(name => row.Client.StartsWith(name, StringComparison.Ordinal)),
        Spread.Of(row.Samples.Select(sample => sample.MiBPerSecond)),
        Spread.Of(row.Samples.Select(sample => sample.CpuSecondsPerGiB)));

    private sealed record Bar(string Section, string Client, bool IsOurs, Spread Rate, Spread Cpu);
}
