using System.CommandLine;
using CosSlice.Benchmarks.Bars;
using CosSlice.Benchmarks.Machine;
using CosSlice.Benchmarks.Micro;
using CosSlice.Benchmarks.Rate;
using CosSlice.Benchmarks.Report;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks;

/// <summary>The program's command line.</summary>
internal static class BenchmarkCommand
{
    private const int BarsSizeMiB = 256;

    public static RootCommand Create(IReadOnlyList<IScenario> scenarios)
    {
        Option<string[]> names = new("--scenario")
        {
            Description = $"What to compare: {string.Join(", ", scenarios.Select(scenario => scenario.Name))}. All of them where it is not said.",
            AllowMultipleArgumentsPerToken = true,
        };
        names.AcceptOnlyFromAmong([.. scenarios.Select(scenario => scenario.Name)]);
        Option<int> size = Options.Number("--size", $"A large file's size in MiB ({BarsSizeMiB} with --progress).", 2048, 32, 64 * 1024);
        Option<int> runs = Options.Number("--runs", "Counted runs of each client, after one to warm up.", 3, 1, 1000);
        Option<int> throttle = Options.Number("--throttle", "The engine's requests in flight.", new TransferOptions().ThrottleLimit, 1, 256);
        Option<bool> huge = new("--huge") { Description = "Measures memory with a sparse file of 16 GiB too." };
        Option<string?> report = new("--report")
        {
            Description = $"Writes {ReportFolder.DocumentName} and a chart to this folder as well; tests/CosSlice.Benchmarks/results where none is named.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<int> rate = Options.Number(
            "--rate", "Measures instead whether the engine keeps to this many MiB a second, for ten seconds.", 0, 1, 1024);
        Option<bool> progress = new("--progress") { Description = "Measures instead what the progress bars of Send-CosFile cost, in a PowerShell." };
        Option<bool> micro = new("--micro") { Description = "Measures the engine's parts alone instead, with BenchmarkDotNet." };

        RootCommand command = new("Does the same work with several clients, in turn, and compares them.")
        {
            names,
            size,
            runs,
            throttle,
            huge,
            report,
            rate,
            progress,
            micro,
            WorkerCommand.Create(),
        };
        command.SetAction((arguments, cancellationToken) => GuardAsync(async () =>
        {
            Settings settings = new(
                arguments.GetValue(size), arguments.GetValue(runs), arguments.GetValue(throttle), arguments.GetValue(huge));
            if (arguments.GetValue(micro))
            {
                return MicroRun.Run();
            }

            if (arguments.GetValue(rate) is > 0 and int mebibytes)
            {
                await RateRun.RunAsync(mebibytes, settings.Throttle, cancellationToken);
                return 0;
            }

            if (arguments.GetValue(progress))
            {
                bool isSizeGiven = arguments.GetResult(size) is { Implicit: false };
                await BarsRun.RunAsync(isSizeGiven ? settings : settings with { SizeMiB = BarsSizeMiB }, cancellationToken);
                return 0;
            }

            string? folder = arguments.GetResult(report) is null ? null : arguments.GetValue(report) ?? ReportFolder.Default;
            return await CompareAsync(Choose(scenarios, arguments.GetValue(names)), settings, folder, cancellationToken);
        }));
        return command;
    }

    private static IReadOnlyList<IScenario> Choose(IReadOnlyList<IScenario> scenarios, string[]? names)
        => names is { Length: > 0 } ? [.. scenarios.Where(scenario => names.Contains(scenario.Name))] : scenarios;

    private static async Task<int> CompareAsync(
        IReadOnlyList<IScenario> scenarios, Settings settings, string? folder, CancellationToken cancellationToken)
    {
        MachineDescription machine = await MachineDescription.ReadAsync(cancellationToken);
        IReadOnlyList<Part> parts = await ScenarioRun.RunAsync(scenarios, settings, cancellationToken);
        Results results = new(machine, settings, CommandLine(), parts);
        ConsoleReport.Write(results);
        if (folder is not null)
        {
            await ReportFolder.WriteAsync(folder, results, cancellationToken);
        }

        return parts.All(part => part.Failure is null) ? 0 : 1;
    }

    // As it is made again: folders are each machine's own.
    private static string CommandLine()
    {
        string[] arguments = Environment.GetCommandLineArgs()[1..];
        return string.Join(' ', ["./build.ps1 Bench", .. arguments.Select(argument => Path.IsPathRooted(argument) ? Path.GetFileName(argument) : argument)]);
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (BenchmarkFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
    }
}
