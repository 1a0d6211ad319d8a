using CosSlice.Benchmarks.PowerShell;

namespace CosSlice.Benchmarks.Small;

/// <summary>The files through a pipeline, in a PowerShell of its own each run.</summary>
internal static class SmallPipeline
{
    private const string Report = """
        $process.Refresh()
        @{
            Seconds = $time.TotalSeconds
            Bytes = [long]$seen.Count * $one.Length
            CpuSeconds = ($process.TotalProcessorTime - $before).TotalSeconds
            PeakBytes = $process.PeakWorkingSet64
        } | ConvertTo-Json -Compress
        """;

    /// <summary>Runs a script that leaves what it measured in $time, $seen.Count, $one, $process and $before.</summary>
    /// <param name="script">The script.</param>
    /// <param name="files">The files.</param>
    /// <param name="endpoint">The emulator.</param>
    /// <param name="variables">What the script is told besides the files' folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkFailedException">It failed, or not all files were sent.</exception>
    public static async Task<Sample> RunAsync(
        string script, SmallFiles files, Uri endpoint, Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        variables["BENCHMARK_FILES"] = files.Folder;
        Sample sample = await PowerShellHost.RunAsync(script + "\n" + Report, endpoint, files.State, variables, cancellationToken);
        return sample.Bytes == (long)SmallFiles.Count * SmallFiles.Size
            ? sample
            : throw new BenchmarkFailedException($"Of {SmallFiles.Count} files {sample.Bytes / SmallFiles.Size} were sent.");
    }
}
