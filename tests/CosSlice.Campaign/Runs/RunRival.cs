using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>Another machine: another process with a journal of its own.</summary>
internal sealed class RunRival(RunState run)
{
    private readonly RunJudge _judge = new(run);
    private readonly RunCalls _calls = new(run);

    /// <summary>Another machine uploads to the first file's key.</summary>
    public async Task ActAsync(RivalPlan rival)
    {
        byte[] content = rival.IsOfBefore ? run.First.Before : rival.IsSameContent ? run.First.Current : run.First.Plan.Twin(rival.TwinAt);
        string path = run.RivalPath;
        if (!File.Exists(path) || !content.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
        {
            File.WriteAllBytes(path, content);
        }

        if (content.AsSpan().SequenceEqual(run.First.Current))
        {
            run.HasTwin = true;
        }
        else
        {
            run.First.Foreign.Add(content);
        }

        run.HasRival = true;
        run.HasForcefulRival |= rival.IsForced;
        WorkerProcess worker = await run.Lane.RivalAsync();
        WorkerOrder order = _calls.Order(rival.LeavesOpen ? WorkerVerb.SendOpen : WorkerVerb.Send, []) with
        {
            StateFolder = Path.Combine(run.Folder, "rival"),
            Items = [new WorkerItem(path, run.First.Key)],
            IsForced = rival.IsForced,
            MaximumRetryCount = 200,
            OperationTimeout = 2000,
            RetryTimeout = 2000,
        };
        run.Diary.Add($"Another machine: {rival}");
        WorkerReply reply = (await _calls.HearAsync(worker, worker.DoAsync(order)))!;
        Gauges.Check(worker, reply);
        run.Tally.Count("second machines");
        WorkerOutcome outcome = reply.Outcomes[0];
        if (outcome.Kind == OutcomeKind.Stored && outcome.BytesSent > 0)
        {
            run.Tally.CountBytes(0, content.Length);
            run.RivalFinishes++;
        }

        if (outcome.Kind == OutcomeKind.Broken)
        {
            throw new RunFailedException("an error of the engine's own", outcome.Message!);
        }

        // What it has finished is to be left alone from now on.
        byte[]? left = await run.Service.Reader.ReadAsync(run.First.Key);
        await _judge.CheckFinishedAsync(new Dictionary<RunFile, byte[]?> { [run.First] = left });
        if (rival.IsForced && left is null)
        {
            // It was told to overwrite what was there, and has not finished its own: the file is to be stored anew.
            run.First.IsStored = false;
            run.First.Finished = null;
        }
    }
}
