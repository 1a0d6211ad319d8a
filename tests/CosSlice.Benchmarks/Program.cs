using System.CommandLine;
using CosSlice.Benchmarks;
using CosSlice.Benchmarks.Bars;
using CosSlice.Benchmarks.Micro;
using CosSlice.Benchmarks.Rate;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

Option<int> size = Options.Number("--size", "The file's size in MiB.", 256, 1, 64 * 1024);
Option<int> runs = Options.Number("--runs", "Counted runs of each client, after one to warm up.", 5, 1, 1000);
Option<int> throttle = Options.Number("--throttle", "The engine's requests in flight.", 8, 1, 256);
Option<int> rate = Options.Number(
    "--rate", "Measures instead whether the engine keeps to this many MiB a second, for ten seconds.", 0, 1, 1024);
Option<bool> progress = new("--progress") { Description = "Measures instead what the progress bars of Send-CosFile cost, in a PowerShell." };
Option<bool> micro = new("--micro") { Description = "Measures the engine's parts alone instead, with BenchmarkDotNet." };

RootCommand command = new("Uploads one file with several clients, in turn, and compares them.")
{
    size,
    runs,
    throttle,
    rate,
    progress,
    micro,
    WorkerCommand.Create(),
};
command.SetAction(async (arguments, cancellationToken) =>
{
    if (arguments.GetValue(micro))
    {
        return MicroRun.Run();
    }

    try
    {
        if (arguments.GetValue(rate) is > 0 and int mebibytes)
        {
            await RateRun.RunAsync(mebibytes, arguments.GetValue(throttle), cancellationToken);
            return 0;
        }

        Settings settings = new(arguments.GetValue(size), arguments.GetValue(runs), arguments.GetValue(throttle));
        if (arguments.GetValue(progress))
        {
            await BarsRun.RunAsync(settings, cancellationToken);
            return 0;
        }

        await SideBySideRun.RunAsync(settings, cancellationToken);
        return 0;
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
});
return await command.Parse(args).InvokeAsync();
