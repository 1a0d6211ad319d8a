using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Memory;

/// <summary>A fresh PowerShell that uploads one file, or none.</summary>
/// <param name="name">What its row is called.</param>
/// <param name="folder">Where its script is written to.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="file">The file; null where nothing is uploaded.</param>
/// <param name="checksum">What it is asked to check.</param>
/// <param name="throttle">Slices in flight.</param>
/// <param name="obstacle">Why it is not run; otherwise null.</param>
internal sealed class MemoryContender(string name, string folder, Uri endpoint, string? file, CosChecksum checksum, int throttle, string? obstacle = null)
    : IContender
{
    public string Name => name;

    // What is loaded and compiled on the way is a part of what is measured.
    public bool WarmsUp => true;

    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
        => obstacle ?? await PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_FILE"] = file ?? "",
            ["BENCHMARK_KEY"] = key,
            ["BENCHMARK_CHECKSUM"] = $"{checksum}",
            ["BENCHMARK_THROTTLE"] = $"{throttle}",
        };
        Sample sample = await PowerShellHost.RunAsync(MemoryScript.Text, endpoint, folder, variables, cancellationToken);
        return file is null || sample.Bytes == new FileInfo(file).Length
            ? sample
            : throw new BenchmarkFailedException($"Of {file} {sample.Bytes} bytes were sent.");
    }
}
