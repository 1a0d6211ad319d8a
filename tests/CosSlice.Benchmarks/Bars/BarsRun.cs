using System.Globalization;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Emulator;
using Spectre.Console;

namespace CosSlice.Benchmarks.Bars;

/// <summary>
/// What bars cost: the same uploads with and without them, in turn, in one PowerShell that draws on a terminal. Many small
/// files, and a large one.
/// </summary>
internal static class BarsRun
{
    private const int SmallFiles = 1000;
    private const int SmallLength = 4096;

    /// <exception cref="BenchmarkFailedException">There is no pwsh, or it failed, or it drew no bars.</exception>
    public static async Task RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(settings.SizeMiB, cancellationToken);
        string results = Path.Combine(workspace.State, "results.csv");
        string script = Path.Combine(workspace.State, "bars.ps1");
        Directory.CreateDirectory(workspace.State);
        await File.WriteAllTextAsync(script, BarsScript.Text, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(workspace.Store, cancellationToken);

        EmulatorAccount account = EmulatorAccount.Default();
        Dictionary<string, string> environment = new()
        {
            ["COS_APPID"] = account.AppId,
            ["COS_BUCKET"] = account.Buckets[0],
            ["COS_ENDPOINT"] = emulator.Endpoint.ToString(),
            ["COS_SECRET_ID"] = account.SecretId,
            ["COS_SECRET_KEY"] = account.SecretKey,
            ["COSSLICE_STATE"] = workspace.State,
            ["BARS_MODULE"] = BuildPlace.Module,
            ["BARS_LARGE"] = workspace.File,
            ["BARS_SMALL"] = SmallFolder(workspace),
            ["BARS_RUNS"] = $"{settings.Runs}",
            ["BARS_RESULTS"] = results,
        };
        bool isDrawn = await Terminal.RunScriptAsync(script, environment, cancellationToken);
        Write(await File.ReadAllLinesAsync(results, cancellationToken), settings, isDrawn);
    }

    private static string SmallFolder(Workspace workspace)
    {
        string folder = Directory.CreateDirectory(Path.Combine(workspace.State, "small")).FullName;
        byte[] content = new byte[SmallLength];
        for (int i = 0; i < SmallFiles; i++)
        {
            Random.Shared.NextBytes(content);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.bin"), content);
        }

        return folder;
    }

    private static void Write(IReadOnlyList<string> lines, Settings settings, bool isDrawn)
    {
        List<Pair> pairs = [.. lines.Select(Pair.Parse)];
        Table table = new()
        {
            Title = new TableTitle($"Send-CosFile with bars and without, in turn; counted pairs of each: {settings.Runs}, after one to warm up"),
            Caption = new TableTitle(isDrawn
                ? "median (min-max) of the pairs' ratios; CPU is that of PowerShell alone, user and kernel. The bars were drawn on a terminal."
                : "median (min-max) of the pairs' ratios; CPU is that of PowerShell alone. There was no terminal here to draw bars on: only their records were made."),
        };
        table.AddColumns("Files", "Seconds without", "Seconds with", "Time, with : without", "CPU, with : without");
        foreach (IGrouping<string, Pair> work in pairs.GroupBy(pair => pair.Work))
        {
            string name = work.Key == "small" ? $"{SmallFiles} of {SmallLength / 1024} KiB" : $"1 of {settings.SizeMiB} MiB";
            table.AddRow(
                name,
                $"{Spread.Of(work.Select(pair => pair.SecondsWithout)).Median:0.00}",
                $"{Spread.Of(work.Select(pair => pair.SecondsWith)).Median:0.00}",
                Ratio(work.Select(pair => pair.SecondsWith / pair.SecondsWithout)),
                Ratio(work.Select(pair => pair.CpuWith / pair.CpuWithout)));
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        console.Profile.Width = Console.IsOutputRedirected ? 120 : console.Profile.Width;
        console.Write(table);
    }

    private static string Ratio(IEnumerable<double> ratios)
    {
        Spread spread = Spread.Of(ratios);
        return $"{spread.Median:0.000} ({spread.Minimum:0.00}-{spread.Maximum:0.00})";
    }

    private sealed record Pair(string Work, double SecondsWith, double CpuWith, double SecondsWithout, double CpuWithout)
    {
        public static Pair Parse(string line)
        {
            string[] cells = line.Split(',');
            double[] figures = [.. cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            return new Pair(cells[0], figures[0], figures[1], figures[2], figures[3]);
        }
    }
}
