using System.Collections.Concurrent;
using System.Diagnostics;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Report;

namespace CosSlice.Campaign.Runs;

/// <summary>All runs of a campaign, in lanes side by side.</summary>
internal sealed class CampaignRun(Settings settings, TextWriter output)
{
    // What is broken this often is broken always; the rest would only tell the same.
    private const int MostFailures = 10;

    private readonly ConcurrentQueue<int> _failed = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _next = settings.Start - 1;

    public Tally Tally { get; } = new();

    public IReadOnlyList<int> Failed => [.. _failed];

    public TimeSpan Elapsed => _watch.Elapsed;

    public IReadOnlyList<Lane> Lanes { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Lanes = [.. Enumerable.Range(0, settings.Lanes).Select(index => new Lane(Path.Combine(settings.Folder, $"lane-{index}"), cancellationToken))];
        try
        {
            await Task.WhenAll(Lanes.Select(lane => Task.Run(() => WorkAsync(lane, cancellationToken), cancellationToken)));
        }
        finally
        {
            _watch.Stop();
            foreach (Lane lane in Lanes)
            {
                await lane.DisposeAsync();
            }
        }
    }

    private async Task WorkAsync(Lane lane, CancellationToken cancellationToken)
    {
        while (TakeNumber() is { } number)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RunAsync(lane, PlanDraw.Draw(settings.Seed, number), cancellationToken);
        }
    }

    private int? TakeNumber()
    {
        bool isOver = _failed.Count >= MostFailures
            || (settings.Soak is { } soak ? _watch.Elapsed >= soak : Volatile.Read(ref _next) + 1 >= settings.Start + settings.Runs);
        int number = isOver ? int.MaxValue : Interlocked.Increment(ref _next);
        return settings.Soak is null ? number < settings.Start + settings.Runs ? number : null : isOver ? null : number;
    }

    private async Task RunAsync(Lane lane, RunPlan plan, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"run-{plan.Number}")).FullName;
        Diary diary = new();
        try
        {
            await RunDirector.RunAsync(plan, lane, Tally, folder, diary);
            Tally.Count("runs");
            if (settings.IsTold)
            {
                await output.WriteLineAsync(RunText.Of(plan, diary, lane));
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: what a run meets and does not expect is a failure of the run, and the others go on.
            _failed.Enqueue(plan.Number);
            string text = RunText.Of(settings, plan, failure, diary, lane, folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "failure.txt"), text, CancellationToken.None);
            await output.WriteLineAsync(text);
            await lane.ResetAsync();
        }
    }
}
