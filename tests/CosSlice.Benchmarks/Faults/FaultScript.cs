namespace CosSlice.Benchmarks.Faults;

/// <summary>
/// What PowerShell runs: the module is imported, and a file is uploaded with the default settings, timed by Measure-Command. It writes a
/// <see cref="Sample"/>.
/// </summary>
internal static class FaultScript
{
    public const string Text = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        $time = Measure-Command { $stored = Send-CosFile -LiteralPath $env:BENCHMARK_FILE -Key $env:BENCHMARK_KEY -NoProxy 3> $null }
        $process.Refresh()
        @{
            Seconds = $time.TotalSeconds
            Bytes = $stored.Length
            CpuSeconds = ($process.TotalProcessorTime - $before).TotalSeconds
            PeakBytes = $process.PeakWorkingSet64
        } | ConvertTo-Json -Compress
        """;
}
