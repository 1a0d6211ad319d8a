using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.PowerShell;

/// <summary>Send-CosFile, in a PowerShell of its own each run.</summary>
/// <param name="workspace">The files, all of which are piped in.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="checksum">What it is asked to check.</param>
/// <param name="throttle">Its requests in flight.</param>
internal sealed class PowerShellContender(Workspace workspace, Uri endpoint, CosChecksum checksum, int throttle) : IContender
{
    public string Name => $"Send-CosFile -Checksum {checksum}";

    public bool WarmsUp => true;

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_FILES"] = workspace.Files,
            ["BENCHMARK_WARM_UP"] = workspace.WarmUpFile,
            ["BENCHMARK_CHECKSUM"] = $"{checksum}",
            ["BENCHMARK_THROTTLE"] = $"{throttle}",
            ["BENCHMARK_KEY"] = key,
        };
        Sample sample = await PowerShellHost.RunAsync(SendScript.Text, endpoint, workspace.State, variables, cancellationToken);
        return sample.Bytes == workspace.Length
            ? sample
            : throw new BenchmarkFailedException($"Of {workspace.Length} bytes {sample.Bytes} were sent.");
    }
}
