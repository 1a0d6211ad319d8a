using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.Small;

/// <summary>.NET's own client and nothing else, in a process of its own: what an upload by .NET has at most.</summary>
internal sealed class SmallBareClient(SmallFiles files, Uri endpoint) : IContender
{
    public string Name => "HttpClient alone";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
        => Worker.RunAsync([WorkerCommand.Bare, files.Folder, endpoint.ToString(), key], cancellationToken);
}
