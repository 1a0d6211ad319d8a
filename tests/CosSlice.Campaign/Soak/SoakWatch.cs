using System.Globalization;
using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Soak;

/// <summary>Looks every few seconds at what the processes hold that upload as long as the campaign lasts.</summary>
internal sealed class SoakWatch(CampaignRun run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<SoakSample> _samples = [];

    public IReadOnlyList<SoakSample> Samples => _samples;

    /// <summary>Samples until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Sample() is { } sample)
                {
                    _samples.Add(sample);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign is over.
        }
    }

    private SoakSample? Sample()
    {
        WorkerProcess[] workers = [.. run.Lanes.Select(lane => lane.Main).OfType<WorkerProcess>()];
        if (workers.Length < run.Lanes.Count || workers.Length == 0 || Array.Exists(workers, worker => worker.LastGauge is null))
        {
            return null;
        }

        List<string> handles = [.. workers.SelectMany(worker => HandlesOf(worker.Id))];
        return new SoakSample(
            workers.Sum(worker => (double)ResidentOf(worker.Id)),
            workers.Sum(worker => (double)worker.LastGauge!.HeapBytes),
            handles.Count,
            handles.Count(handle => handle.StartsWith("socket:", StringComparison.Ordinal)),
            run.Lanes.SelectMany(lane => lane.Services).Sum(service => (double)ResidentOf(service.Emulator.Id)));
    }

    private static long ResidentOf(int process) => ProcessGauge.ResidentOf(process.ToString(CultureInfo.InvariantCulture));

    private static IReadOnlyList<string> HandlesOf(int process)
    {
        try
        {
            return
            [
                .. Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(handle => new FileInfo(handle).LinkTarget).OfType<string>()
                    .Where(target => Path.GetExtension(target) is not ".dll" and not ".so"),
            ];
        }
        catch (IOException)
        {
            // It is gone, which another one tells.
            return [];
        }
    }
}
