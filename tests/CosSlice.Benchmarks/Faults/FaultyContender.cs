using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Faults;

/// <summary>Send-CosFile with its default settings, and a service that strikes a part of its requests.</summary>
/// <param name="name">Its row.</param>
/// <param name="workspace">Whose file it uploads.</param>
/// <param name="service">Where to.</param>
internal sealed class FaultyContender(string name, Workspace workspace, FaultyService service) : IContender
{
    public string Name => name;

    // Each run is one that counts: there is nothing to warm up that a line of this rate would show.
    public bool WarmsUp => true;

    /// <summary>Bytes on the line over all runs.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Requests struck over all runs.</summary>
    public long Faults { get; private set; }

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        long bytes = service.BytesSent;
        long faults = await service.CountFaultsAsync(cancellationToken);
        Dictionary<string, string> variables = new() { ["BENCHMARK_FILE"] = workspace.File, ["BENCHMARK_KEY"] = key };
        Sample sample = await PowerShellHost.RunAsync(FaultScript.Text, service.Endpoint, workspace.State, variables, cancellationToken);
        if (sample.Bytes != workspace.Length)
        {
            throw new BenchmarkFailedException($"Of {workspace.Length} bytes {sample.Bytes} were stored.");
        }

        BytesSent += service.BytesSent - bytes;
        Faults += await service.CountFaultsAsync(cancellationToken) - faults;
        return sample;
    }
}
