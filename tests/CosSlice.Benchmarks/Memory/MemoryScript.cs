namespace CosSlice.Benchmarks.Memory;

/// <summary>
/// What PowerShell runs: the module is imported, and a file is uploaded where there is one. It writes a <see cref="Sample"/> with the
/// largest working set since the process began.
/// </summary>
internal static class MemoryScript
{
    public const string Text = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        $stored = $null
        $time = Measure-Command {
            if ($env:BENCHMARK_FILE) {
                $options = @{ Checksum = $env:BENCHMARK_CHECKSUM; ThrottleLimit = $env:BENCHMARK_THROTTLE; SliceSize = 1MB; MaximumRetryCount = 0; NoProxy = $true }
                $stored = Send-CosFile -LiteralPath $env:BENCHMARK_FILE @options -Key $env:BENCHMARK_KEY
            }
        }

        $process.Refresh()
        @{
            Seconds = $time.TotalSeconds
            Bytes = if ($stored) { $stored.BytesSent } else { 0 }
            CpuSeconds = ($process.TotalProcessorTime - $before).TotalSeconds
            PeakBytes = $process.PeakWorkingSet64
        } | ConvertTo-Json -Compress
        """;
}
