using System.Text;
using CosSlice.Benchmarks.Scenarios;

namespace CosSlice.Benchmarks.Report;

/// <summary>The results as a Markdown document.</summary>
internal static class MarkdownReport
{
    /// <param name="results">What was found.</param>
    /// <param name="chart">The name of the chart beside the document; null where there is none.</param>
    /// <param name="chartObstacle">Why there is none; null where there is one.</param>
    public static string Of(Results results, string? chart, string? chartObstacle)
    {
        StringBuilder text = new("# Benchmark results\n\n");
        text.Append(
            $"""
            Made by `{results.Command}`. Ratios within one run are what counts: the figures are those of one machine, whose processors client and
            service share. Runs of each client that count, where it is not said otherwise: {results.Settings.Runs}.


            """);
        Append(text, ["Machine", ""], [.. results.Machine.Lines.Select(line => (string[])[line.Name, line.Value])]);
        text.Append(chart is null ? $"There is no chart: {chartObstacle}\n\n" : $"![The rates and the processor time of all clients]({chart})\n\n");
        AppendFindings(text, results);
        foreach (Part part in results.Parts)
        {
            Append(text, part);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendFindings(StringBuilder text, Results results)
    {
        string[][] rows =
        [
            .. results.Parts.Where(part => part.Section is not null).SelectMany(part => part.Section!.Findings.Select(
                finding => (string[])[part.Section.Title, .. FindingText.Cells(finding)])),
        ];
        if (rows.Length > 0)
        {
            text.Append("## What follows\n\n");
            Append(text, ["Of", .. FindingText.Headers], rows);
        }
    }

    private static void Append(StringBuilder text, Part part)
    {
        if (part.Section is not Section section)
        {
            text.Append($"## {part.Scenario.Name}\n\n{part.Scenario.Description} It failed: {Escape(part.Failure!)}\n\n");
            return;
        }

        SectionTable figures = new(section);
        text.Append($"## {section.Title}\n\n{section.Explanation}\n\n");
        Append(text, figures.Headers, figures.Rows);
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        text.Append($"| {string.Join(" | ", headers)} |\n|{string.Concat(Enumerable.Repeat("---|", headers.Count))}\n");
        foreach (string[] row in rows)
        {
            text.Append($"| {string.Join(" | ", row.Select(Escape))} |\n");
        }

        text.Append('\n');
    }

    private static string Escape(string cell) => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
