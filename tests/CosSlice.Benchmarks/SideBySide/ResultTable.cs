using System.Runtime.InteropServices;
using Spectre.Console;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The outcomes as one table, with what has to be known to read it.</summary>
internal static class ResultTable
{
    private const int Width = 120;
    private const string Nothing = "–";

    public static void Write(
        IReadOnlyList<Outcome> outcomes, Settings settings, IReadOnlyList<(string Name, IContender Contender)> references)
    {
        Table table = new()
        {
            Title = new TableTitle(Title(settings)),
            Caption = new TableTitle(Caption()),
            ShowRowSeparators = false,
        };
        table.AddColumn("Client");
        table.AddColumn(Right("MiB/s: median (min–max)"));
        table.AddColumn(Right("CPU s/GiB"));
        table.AddColumn(Right("Peak MiB"));
        foreach ((string name, IContender _) in references)
        {
            table.AddColumn(Right($"× {name}"));
        }

        foreach (Outcome outcome in outcomes)
        {
            table.AddRow([.. Cells(outcome, outcomes, references).Select(Markup.Escape)]);
        }

        bool isRedirected = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });

        // What is redirected has no width of its own, and would be broken at 80 columns.
        console.Profile.Width = isRedirected ? Width : console.Profile.Width;
        console.Write(table);
    }

    private static IEnumerable<string> Cells(
        Outcome outcome, IReadOnlyList<Outcome> all, IReadOnlyList<(string Name, IContender Contender)> references)
    {
        yield return outcome.Contender.Name;
        if (outcome.Obstacle is not null)
        {
            yield return $"skipped: {outcome.Obstacle}";
            yield break;
        }

        Spread rate = outcome.Of(sample => sample.MiBPerSecond);
        yield return $"{rate.Median:0} ({rate.Minimum:0}–{rate.Maximum:0})";
        yield return $"{outcome.Of(sample => sample.CpuSecondsPerGiB).Median:0.00}";
        yield return outcome.Samples.TrueForAll(sample => sample.PeakBytes is not null)
            ? $"{outcome.Of(sample => sample.PeakBytes!.Value / Sample.Mebibyte).Median:0}"
            : Nothing;
        foreach ((string _, IContender reference) in references)
        {
            Outcome compared = all.Single(other => other.Contender == reference);
            yield return compared.Obstacle is null
                ? $"{rate.Median / compared.Of(sample => sample.MiBPerSecond).Median:0.00}"
                : Nothing;
        }
    }

    private static string Title(Settings settings) => $"""
        One file of {settings.SizeMiB} MiB in slices of 1 MiB; counted runs of each client: {settings.Runs}, in turn, after one to warm up
        The emulator is part of what is measured in every row but raw TCP: on the same processors,
        it takes each slice's MD5 and WRITES IT TO DISK.
        """;

    private static string Caption() => $"""
        {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}; engine: its net8.0 build
        CPU is that of the client's process alone, user and kernel.
        engine: a new process each run; from the upload's beginning to its end,
        compiling included, the runtime's start not
        curl: its whole process; beginning and finishing the upload is done for it, uncounted
        raw TCP: the bytes are thrown away where they arrive
        """;

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
