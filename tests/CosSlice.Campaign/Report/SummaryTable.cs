using System.Globalization;
using CosSlice.Campaign.Runs;
using Spectre.Console;

namespace CosSlice.Campaign.Report;

/// <summary>The campaign in figures.</summary>
internal static class SummaryTable
{
    private static readonly string[] Counted =
        ["runs", "uploads", "resumed", "failed, then carried on", "kills", "restarts", "cancelled", "second machines", "changed files"];

    public static void Write(Settings settings, CampaignRun run, IAnsiConsole console)
    {
        Table table = new();
        table.AddColumns("Campaign", $"seed {settings.Seed}");
        foreach (string name in Counted)
        {
            Row(table, name, run.Tally.Of(name));
        }

        foreach ((string name, int count) in run.Tally.Counts.Where(count => !Counted.Contains(count.Key)).OrderBy(count => count.Key, StringComparer.Ordinal))
        {
            Row(table, name, count);
        }

        table.AddRow("failed runs", run.Failed.Count == 0 ? "0" : $"{run.Failed.Count}: {string.Join(", ", run.Failed.Order())}");
        Row(table, "faults that hit", run.Tally.Faults.Values.Sum());
        foreach ((string kind, int count) in run.Tally.Faults.OrderByDescending(fault => fault.Value))
        {
            Row(table, "  " + kind, count);
        }

        table.AddRow("content sent again, about", run.Tally.ResentShare.ToString("0.0 %", CultureInfo.InvariantCulture));
        foreach ((string phase, (TimeSpan time, int number)) in run.Tally.Slowest.OrderByDescending(phase => phase.Value.Time))
        {
            table.AddRow("slowest " + phase, string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s (run {number})"));
        }

        int all = run.Tally.Of("runs") + run.Failed.Count;
        table.AddRow(
            "time",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Elapsed.TotalSeconds:0.0} s, {all / run.Elapsed.TotalSeconds:0.0} runs a second, {settings.Lanes} side by side"));
        console.Write(table);
    }

    private static void Row(Table table, string name, int count) => table.AddRow(Markup.Escape(name), count.ToString(CultureInfo.InvariantCulture));
}
