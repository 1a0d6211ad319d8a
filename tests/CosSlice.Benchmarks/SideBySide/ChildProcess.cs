using System.Diagnostics;
using System.Text.Json;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>What a program that ran to its end said and took.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Error, TimeSpan Elapsed, TimeSpan Cpu, long? PeakBytes)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">The program.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="input">What it reads on its standard input; null where that is not its own.</param>
    public static async Task<ChildProcess> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        TimeSpan before = ChildCpu.OfAllEnded();
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        using CancellationTokenSource end = new();
        Task<long?> peak = PeakWatch.FollowAsync(process.Id, end.Token);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }

            await process.WaitForExitAsync(cancellationToken);
            TimeSpan elapsed = watch.Elapsed;
            await end.CancelAsync();

            // Ctrl+C ends the child too: that is no failure of its own.
            cancellationToken.ThrowIfCancellationRequested();
            return new ChildProcess(process.ExitCode, await output, await error, elapsed, ChildCpu.Of(process, before), await peak);
        }
        catch (OperationCanceledException)
        {
            await end.CancelAsync();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    /// <exception cref="BenchmarkFailedException">The program says that it failed.</exception>
    public void EnsureSuccess(string name)
    {
        if (ExitCode != 0)
        {
            throw new BenchmarkFailedException($"{name} ended with exit code {ExitCode}: {Error.Trim()}");
        }
    }

    /// <summary>What the program wrote, as one run of its own.</summary>
    /// <exception cref="BenchmarkFailedException">The program says that it failed, or wrote something else.</exception>
    public Sample ToSample(string name)
    {
        EnsureSuccess(name);
        try
        {
            return JsonSerializer.Deserialize<Sample>(Output)!;
        }
        catch (JsonException)
        {
            throw new BenchmarkFailedException($"{name} wrote no figures: {Output}");
        }
    }
}
