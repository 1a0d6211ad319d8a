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

        string[] ids = [.. workers.Select(worker => worker.Id.ToString(CultureInfo.InvariantCulture))];
        string[] handles = [.. ids.SelectMany(ProcessGauge.HandlesOf)];
        return new SoakSample(
            ids.Sum(id => (double)ProcessGauge.ResidentOf(id)),
            workers.Sum(worker => (double)worker.LastGauge!.HeapBytes),
            handles.Length,
            handles.Count(ProcessGauge.IsSocket),
            workers.Sum(worker => (double)worker.LastGauge!.OtherThreads),
            run.Lanes.SelectMany(lane => lane.Services)
                .Sum(service => (double)ProcessGauge.ResidentOf(service.Emulator.Id.ToString(CultureInfo.InvariantCulture))));
    }
}
