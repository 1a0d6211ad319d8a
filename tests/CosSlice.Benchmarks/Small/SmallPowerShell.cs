using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Small;

/// <summary>All files through one pipeline, in a PowerShell of its own each run.</summary>
/// <param name="files">The files.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="isFirstAlone">Whether the time until the first result comes out of the pipeline is what is wanted.</param>
internal sealed class SmallPowerShell(SmallFiles files, Uri endpoint, bool isFirstAlone = false) : IContender
{
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $options = @{ MaximumRetryCount = 0; NoProxy = $true }
        $one = Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Select-Object -First 1
        $null = $one | Send-CosFile @options -KeyPrefix "$env:BENCHMARK_KEY/warm-up/"
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        $seen = @{ Count = 0; First = [TimeSpan]::Zero }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        if ($env:BENCHMARK_FIRST -eq 'True') {
            $time = Measure-Command {
                Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Send-CosFile @options -KeyPrefix "$env:BENCHMARK_KEY/" | ForEach-Object {
                    if (-not $seen.Count++) { $seen.First = $watch.Elapsed }
                }
            }
            $time = $seen.First
        } else {
            $time = Measure-Command {
                $seen.Count = @(Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Send-CosFile @options -KeyPrefix "$env:BENCHMARK_KEY/").Count
            }
        }
        """;

    public string Name => isFirstAlone ? "Send-CosFile, until the first result is out" : "Send-CosFile";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_FIRST"] = $"{isFirstAlone}",
            ["BENCHMARK_KEY"] = key,
        };
        return await SmallPipeline.RunAsync(Script, files, endpoint, variables, cancellationToken);
    }
}
