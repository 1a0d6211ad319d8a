namespace CosSlice.Benchmarks.PowerShell;

/// <summary>
/// What PowerShell runs: the module is imported, a file is uploaded to warm up, and then all files of a folder, timed by Measure-Command.
/// It writes a <see cref="Sample"/>.
/// </summary>
internal static class SendScript
{
    public const string Text = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $files = @(Get-ChildItem -LiteralPath $env:BENCHMARK_FILES)
        $options = @{
            Checksum = $env:BENCHMARK_CHECKSUM
            ThrottleLimit = $env:BENCHMARK_THROTTLE
            MaximumRetryCount = 0
            NoProxy = $true
        }
        $null = Send-CosFile -LiteralPath $env:BENCHMARK_WARM_UP @options -Key "$env:BENCHMARK_KEY/warm-up"

        # proc(5): the largest working set becomes the one of now.
        if ($IsLinux) {
            [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
        }

        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        $time = Measure-Command { $stored = @($files | Send-CosFile @options -KeyPrefix "$env:BENCHMARK_KEY/") }
        $process.Refresh()
        if ($stored.Count -ne $files.Count) {
            throw "Of $($files.Count) files $($stored.Count) were sent."
        }

        @{
            Seconds = $time.TotalSeconds
            Bytes = [long]($stored | Measure-Object -Property BytesSent -Sum).Sum
            CpuSeconds = ($process.TotalProcessorTime - $before).TotalSeconds
            PeakBytes = $process.PeakWorkingSet64
        } | ConvertTo-Json -Compress
        """;
}
