using System.CommandLine;
using CosSlice.Campaign.Report;
using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Soak;
using Spectre.Console;

namespace CosSlice.Campaign;

/// <summary>The program's command line.</summary>
internal static class CampaignCommand
{
    public static RootCommand Create()
    {
        Option<int?> seed = new("--seed") { Description = "What all runs follow from; a new one where it is not said. It is printed." };
        Option<int> runs = new("--runs") { Description = "How many runs.", DefaultValueFactory = _ => 200 };
        Option<int> start = new("--start") { Description = "The first run's number.", DefaultValueFactory = _ => 1 };
        Option<int?> only = new("--only") { Description = "Repeats the run of this number alone, and tells all of it." };
        Option<int> lanes = new("--lanes") { Description = "How many runs go side by side.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<double?> soak = new("--soak")
        {
            Description = "Goes on for so many minutes, samples memory, handles and sockets, and judges whether they stay flat.",
        };
        Option<string?> folder = new("--folder")
        {
            Description = "Where files and stores lie; failed runs leave theirs there. A temporary one where it is not said.",
        };
        RootCommand command = new("Uploads under random faults, kills and rivals, and judges each from outside.")
        {
            seed,
            runs,
            start,
            only,
            lanes,
            soak,
            folder,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            int? one = arguments.GetValue(only);
            Settings settings = new(
                arguments.GetValue(seed) ?? Random.Shared.Next(),
                one ?? arguments.GetValue(start),
                one is null ? arguments.GetValue(runs) : 1,
                one is null ? Math.Max(1, arguments.GetValue(lanes)) : 1,
                Path.GetFullPath(arguments.GetValue(folder) ?? Directory.CreateTempSubdirectory("cosslice-campaign-").FullName),
                arguments.GetValue(soak) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                IsTold: one is not null);
            return RunAsync(settings, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        string extent = settings.Soak is { } soak ? $"{soak.TotalMinutes} minutes" : $"runs {settings.Start} to {settings.Start + settings.Runs - 1}";
        await Console.Out.WriteLineAsync($"Seed {settings.Seed}, {extent}");
        CampaignRun run = new(settings, Console.Out);
        SoakWatch watch = new(run);
        try
        {
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task watching = settings.Soak is null ? Task.CompletedTask : watch.WatchAsync(over.Token);
            await run.RunAsync(cancellationToken);
            await over.CancelAsync();
            await watching;
        }
        catch (CampaignException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 2;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 2;
        }

        SummaryTable.Write(settings, run, AnsiConsole.Console);
        bool isFlat = settings.Soak is null || SoakVerdict.Write(watch.Samples, AnsiConsole.Console);
        if (run.Failed.Count > 0 || !isFlat)
        {
            return 1;
        }

        Directory.Delete(settings.Folder, recursive: true);
        return 0;
    }
}
