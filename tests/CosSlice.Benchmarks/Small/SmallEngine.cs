using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.Small;

/// <summary>The engine without PowerShell, in a process of its own.</summary>
internal sealed class SmallEngine(SmallFiles files, Uri endpoint) : IContender
{
    public string Name => "engine alone";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
        => Worker.RunAsync([WorkerCommand.Small, files.Folder, endpoint.ToString(), key, files.State], cancellationToken);
}
