namespace CosSlice.Benchmarks.Load;

/// <summary>
/// What PowerShell runs: after one file to warm up, all files of a folder go through one pipeline. It writes a <see cref="Sample"/>, and
/// beside it what it held: the working set within the first and the last thousand files, and open handles before and after.
/// </summary>
internal static class ManyFilesScript
{
    public const string Text = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $one = Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Select-Object -First 1
        $null = $one | Send-CosFile -NoProxy -KeyPrefix "$env:BENCHMARK_KEY/warm-up/"
        $process = [Diagnostics.Process]::GetCurrentProcess()
        function Get-Open {
            if ($IsLinux) { return [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count }
            $process.Refresh()
            $process.HandleCount
        }

        function Get-Middle($Values) { @($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)] }
        $openBefore = Get-Open
        $before = $process.TotalProcessorTime
        $seen = @{ Count = 0; Bytes = 0L; Memory = [Collections.Generic.List[long]]::new() }
        $time = Measure-Command {
            # Get-ChildItem would hold all that it has given out until its end.
            [IO.Directory]::EnumerateFiles($env:BENCHMARK_FILES) | Send-CosFile -NoProxy -KeyPrefix "$env:BENCHMARK_KEY/" | ForEach-Object {
                $seen.Count++
                $seen.Bytes += $_.Length
                if ($seen.Count % 100 -eq 0) {
                    [GC]::Collect()
                    $process.Refresh()
                    $seen.Memory.Add($process.WorkingSet64)
                }
            }
        }

        # What was closed goes when the system has seen it, or a finalizer; what stays is told as it is.
        for ($i = 0; $i -lt 50; $i++) {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            $openAfter = Get-Open
            if ($openAfter -le $openBefore) { break }
            Start-Sleep -Milliseconds 100
        }

        $process.Refresh()
        @{
            Seconds = $time.TotalSeconds
            Bytes = $seen.Bytes
            CpuSeconds = ($process.TotalProcessorTime - $before).TotalSeconds
            PeakBytes = $process.PeakWorkingSet64
            Count = $seen.Count
            FirstBytes = Get-Middle ($seen.Memory.GetRange(0, 10))
            LastBytes = Get-Middle ($seen.Memory.GetRange($seen.Memory.Count - 10, 10))
            OpenBefore = $openBefore
            OpenAfter = $openAfter
        } | ConvertTo-Json -Compress
        """;
}
