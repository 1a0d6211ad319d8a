using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.Journal;

/// <summary>The engine, with its journal in a folder or in none.</summary>
/// <param name="workspace">Whose file it uploads.</param>
/// <param name="endpoint">Where to.</param>
/// <param name="throttle">Requests in flight.</param>
/// <param name="name">Its row.</param>
/// <param name="stateFolder">Where the journal lies; what is no folder turns it off, as the engine goes on without one that it cannot use.</param>
internal sealed class JournalContender(Workspace workspace, Uri endpoint, int throttle, string name, string stateFolder) : IContender
{
    public string Name => name;

    /// <summary>How long the latest upload took.</summary>
    public double Seconds { get; private set; }

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            WorkerCommand.Engine, workspace.File, endpoint.ToString(), key, nameof(CosChecksum.None), $"{throttle}", stateFolder,
            "--warm-up", workspace.WarmUpFile,
        ];
        Sample sample = await Worker.RunAsync(arguments, cancellationToken);
        Seconds = sample.Seconds;
        return sample;
    }
}
