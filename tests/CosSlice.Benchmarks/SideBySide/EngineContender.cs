using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The engine, in a process of its own.</summary>
internal sealed class EngineContender(Workspace workspace, Uri endpoint, CosChecksum checksum, int throttle) : IContender
{
    public string Name => $"engine alone, {checksum}";

    public bool WarmsUp => true;

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            WorkerCommand.Engine, workspace.File, endpoint.ToString(), key, checksum.ToString(), $"{throttle}", workspace.State,
            "--warm-up", workspace.WarmUpFile,
        ];
        return Worker.RunAsync(arguments, cancellationToken);
    }
}
