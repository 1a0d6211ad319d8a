using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Report;

namespace CosSlice.Campaign.Runs;

/// <summary>Does what a run's plan says, and has judged what comes of it.</summary>
internal static class RunDirector
{
    /// <summary>Runs a plan.</summary>
    /// <exception cref="RunFailedException">Something was not as it must be.</exception>
    public static async Task RunAsync(RunPlan plan, Lane lane, Tally tally, string folder, Diary diary)
    {
        LaneService service = await tally.TimeAsync("start", plan.Number, () => lane.ServiceAsync(plan.Profile));
        service.Emulator.Log.Clear();
        RunState run = new(plan, lane, service, tally, folder, diary);
        double before = service.Emulator.Log.ContentBytes;
        await RunAsync(run);
        tally.CountBytes(service.Emulator.Log.ContentBytes - before, run.Files.Sum(file => (double)file.Current.Length));
    }

    private static async Task RunAsync(RunState run)
    {
        await run.Service.Faults.ClearAsync();
        if (run.Plan.Prior is { } prior)
        {
            await new RunRival(run).ActAsync(prior);
        }

        foreach (AttemptPlan attempt in run.Plan.Attempts)
        {
            if (run.Files.Any(file => file.IsPending))
            {
                await new RunAttempt(run).RunAsync(attempt);
            }
        }

        if (run.Plan.Scene is { } scene)
        {
            run.Tally.Count("  " + scene);
        }

        await run.Tally.TimeAsync("last calls", run.Plan.Number, new LastCalls(run).RunAsync);
        await run.Tally.TimeAsync("judgement", run.Plan.Number, new RunJudge(run).EndAsync);
    }
}
