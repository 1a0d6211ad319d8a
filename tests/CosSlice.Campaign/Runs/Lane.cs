using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Service;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>What runs that come one after another share: the processes. Several lanes work side by side.</summary>
internal sealed class Lane(string folder, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Dictionary<ServiceProfile, LaneService> _services = [];
    private WorkerProcess? _main;
    private WorkerProcess? _rival;

    public string Folder { get; } = folder;

    /// <summary>What is the user's folder for the uploading processes, where nothing may be left.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>The worker that lives as long as the lane; <see langword="null"/> before it was needed.</summary>
    public WorkerProcess? Main => _main;

    public IEnumerable<LaneService> Services => _services.Values;

    public async Task<LaneService> ServiceAsync(ServiceProfile profile)
    {
        if (!_services.TryGetValue(profile, out LaneService? service))
        {
            service = new LaneService(await EmulatorProcess.StartAsync(Path.Combine(Folder, "store-" + profile), profile, cancellationToken));
            _services[profile] = service;
        }

        return service;
    }

    /// <summary>The worker that uploads, and is not killed.</summary>
    public async Task<WorkerProcess> MainAsync() => _main ??= await WorkerProcess.StartAsync(Home, cancellationToken);

    /// <summary>The process of another machine.</summary>
    public async Task<WorkerProcess> RivalAsync() => _rival ??= await WorkerProcess.StartAsync(Home, cancellationToken);

    /// <summary>A worker that will be killed.</summary>
    public Task<WorkerProcess> VictimAsync() => WorkerProcess.StartAsync(Home, cancellationToken);

    /// <summary>Ends what may be in disorder after a run that failed; the next run starts with processes of its own.</summary>
    public async Task ResetAsync()
    {
        foreach (WorkerProcess worker in new[] { _main, _rival }.OfType<WorkerProcess>())
        {
            await worker.DisposeAsync();
        }

        _main = null;
        _rival = null;
        foreach (LaneService service in _services.Values)
        {
            await service.DisposeAsync();
        }

        _services.Clear();
    }

    public async ValueTask DisposeAsync() => await ResetAsync();
}
