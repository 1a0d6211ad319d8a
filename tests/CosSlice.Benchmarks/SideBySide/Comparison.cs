namespace CosSlice.Benchmarks.SideBySide;

/// <summary>
/// Runs the clients in turn, A B C C B A, so that what slows the machine for a while slows all of them, and none has always the same one before it.
/// </summary>
internal static class Comparison
{
    // Only a hang reaches it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task<IReadOnlyList<Outcome>> RunAsync(
        IReadOnlyList<IContender> contenders, int runs, CancellationToken cancellationToken)
    {
        List<Outcome> outcomes = [];
        foreach (IContender contender in contenders)
        {
            outcomes.Add(new Outcome(contender, await contender.FindObstacleAsync(cancellationToken)));
        }

        // Round 0 warms up what has no warm-up of its own: the page cache, the emulator's code, its connections' buffers.
        for (int round = 0; round <= runs; round++)
        {
            for (int place = 0; place < outcomes.Count; place++)
            {
                int i = round % 2 == 0 ? outcomes.Count - 1 - place : place;
                if (outcomes[i].Obstacle is not null || (round == 0 && outcomes[i].Contender.WarmsUp))
                {
                    continue;
                }

                Sample? sample = await TryRunAsync(outcomes[i], $"benchmark/{i}-{round}.bin", cancellationToken);
                if (sample is null)
                {
                    continue;
                }

                await ReportAsync(round, runs, outcomes[i].Contender, sample);
                if (round > 0)
                {
                    outcomes[i].Samples.Add(sample);
                }
            }
        }

        return outcomes;
    }

    // One client that fails does not end the comparison of the others.
    private static async Task<Sample?> TryRunAsync(Outcome outcome, string key, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            return await outcome.Contender.RunAsync(key, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome.Drop($"it did not end within {Limit.TotalMinutes} minutes");
            return null;
        }
        catch (BenchmarkFailedException failure)
        {
            await Console.Error.WriteLineAsync($"{outcome.Contender.Name}: {failure.Message}");
            outcome.Drop(failure.Message);
            return null;
        }
    }

    // Beside the report, not in it: standard output has the report alone.
    private static Task ReportAsync(int round, int runs, IContender contender, Sample sample)
    {
        string when = round == 0 ? "warm-up" : $"run {round} of {runs}";
        return Console.Error.WriteLineAsync($"{when}: {contender.Name}: {sample.MiBPerSecond:0} MiB/s");
    }
}
