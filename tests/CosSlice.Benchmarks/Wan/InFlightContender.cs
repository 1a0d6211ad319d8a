using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Wan;

/// <summary>The engine with a number of slices in flight, by which its row is called.</summary>
internal sealed class InFlightContender(Workspace workspace, Uri endpoint, int inFlight) : IContender
{
    private readonly EngineContender _engine = new(workspace, endpoint, CosChecksum.Sha1, inFlight);

    public string Name => $"{_engine.Name}, {inFlight} in flight";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => _engine.FindObstacleAsync(cancellationToken);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken) => _engine.RunAsync(key, cancellationToken);
}
