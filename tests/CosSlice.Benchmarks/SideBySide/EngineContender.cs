using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The engine, in a process of its own.</summary>
internal sealed class EngineContender(Workspace workspace, ServiceClient service, CosChecksum checksum, int throttle) : IContender
{
    public string Name => $"engine -Checksum {checksum}, {throttle} in flight";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        string[] arguments =
            [WorkerCommand.Engine, workspace.File, service.Endpoint.ToString(), key, checksum.ToString(), $"{throttle}", workspace.State];
        Sample sample = await Worker.RunAsync(arguments, cancellationToken);
        await service.DeleteAsync(key, cancellationToken);
        return sample;
    }
}
