using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.Rate;

/// <summary>Whether the engine keeps to a rate: one file that takes ten seconds of it, by the clock on the wall.</summary>
internal static class RateRun
{
    private const int Seconds = 10;
    private const double Tolerance = 0.1;

    /// <param name="mebibytes">MiB a second.</param>
    /// <param name="throttle">The engine's requests in flight, which share the rate.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkFailedException">The rate was missed by more than a tenth.</exception>
    public static async Task RunAsync(int mebibytes, int throttle, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(mebibytes * Seconds, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(workspace.Store, cancellationToken);
        string[] arguments =
        [
            WorkerCommand.Engine, workspace.File, emulator.Endpoint.ToString(), "rate", nameof(CosChecksum.None), $"{throttle}", workspace.State,
            "--rate", $"{(long)mebibytes * TransferOptions.Mebibyte}",
        ];
        Sample sample = await Worker.RunAsync(arguments, cancellationToken);

        double deviation = (sample.MiBPerSecond / mebibytes) - 1;
        string line = $"-MaxBytesPerSecond {mebibytes}MB, {throttle} in flight: {sample.MiBPerSecond:0.000} MiB/s over {sample.Seconds:0.00} s "
            + $"({deviation:+0.0 %;-0.0 %}), {sample.CpuSeconds:0.00} s of CPU";
        if (Math.Abs(deviation) > Tolerance)
        {
            throw new BenchmarkFailedException($"{line}: more than {Tolerance:0 %} off.");
        }

        Console.WriteLine(line);
    }
}
