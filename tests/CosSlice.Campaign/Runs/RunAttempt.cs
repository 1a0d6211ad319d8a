using System.Diagnostics;
using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>One call under faults, and what happens in the middle of it.</summary>
internal sealed class RunAttempt(RunState run)
{
    private readonly RunJudge _judge = new(run);
    private readonly RunCalls _calls = new(run);
    private readonly RunRival _rival = new(run);

    public async Task RunAsync(AttemptPlan attempt)
    {
        List<FaultRule> rules = [.. attempt.Rules];
        if (attempt.Event?.Hold is { } hold)
        {
            rules.Insert(0, hold.Of(run.First.Key));
        }

        await run.Service.Faults.SetAsync(rules, attempt.Random);
        bool isToDie = attempt.Event?.Kind == EventKind.Kill;
        WorkerProcess worker = await run.Tally.TimeAsync("start", run.Plan.Number, () => isToDie ? run.Lane.VictimAsync() : run.Lane.MainAsync());
        try
        {
            await run.Tally.TimeAsync("call under faults", run.Plan.Number, () => CallAsync(worker, attempt));
        }
        finally
        {
            if (isToDie)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private async Task CallAsync(WorkerProcess worker, AttemptPlan attempt)
    {
        WorkerVerb verb = attempt.IsResume ? WorkerVerb.Resume : run.Plan.LeavesOpen ? WorkerVerb.SendAndComplete : WorkerVerb.Send;
        if (attempt.ChangeBefore != SourceChange.None && run.First.IsPending)
        {
            run.First.ChangeBetweenCalls(attempt.ChangeBefore);
            run.Tally.Count("changed files");
        }

        IReadOnlyList<RunFile> files = _calls.Begin(verb);
        WorkerOrder order = _calls.Order(verb, files) with
        {
            MaximumRetryCount = attempt.MaximumRetryCount,
            OperationTimeout = attempt.OperationTimeout,
            RetryTimeout = attempt.RetryTimeout,
        };
        run.Diary.Add($"{verb} of {files.Count} files by process {worker.Id}");
        Task<WorkerReply> call = worker.DoAsync(order);
        if (attempt.Event is { } happens)
        {
            await AwaitMomentAsync(happens, call);
            await ActAsync(happens, worker, call);
        }

        WorkerReply? reply = await _calls.HearAsync(worker, call);
        run.Tally.CountFaults(await run.Service.Faults.HitsAsync());
        await run.Service.Faults.ClearAsync();
        IReadOnlyDictionary<RunFile, byte[]?> stored = await _judge.ReadAsync();
        if (reply is not null)
        {
            bool mayBeIncomplete = attempt.Event is not null || attempt.Rules.Count > 0 || attempt.Random is not null;
            await _judge.TakeAsync(files, reply, stored, mayFail: mayBeIncomplete || !run.Plan.IsUndisturbed);
        }

        await _judge.CheckFinishedAsync(stored);
        await _judge.CheckJournalAsync(mayHaveRemains: run.WasKilled);
    }

    /// <summary>Waits until the service holds the request back that the event is about, or the call is over.</summary>
    private async Task AwaitMomentAsync(EventPlan happens, Task call)
    {
        long began = Stopwatch.GetTimestamp();
        if (happens.Hold is null)
        {
            await Task.WhenAny(call, Task.Delay(happens.After));
            return;
        }

        while (!call.IsCompleted && Stopwatch.GetElapsedTime(began) < Bounds.Call && await run.Service.Faults.FirstHitsAsync() == 0)
        {
            await Task.WhenAny(call, Task.Delay(10));
        }
    }

    private async Task ActAsync(EventPlan happens, WorkerProcess worker, Task call)
    {
        run.Diary.Add($"{happens.Kind} {(call.IsCompleted ? "after the call" : "in the middle of the call")} {happens.Change} {happens.Rival}");
        switch (happens.Kind)
        {
            case EventKind.Kill when !call.IsCompleted:
                worker.Kill();
                run.WasKilled = true;
                run.Tally.Count("kills");
                break;
            case EventKind.Cancel when !call.IsCompleted:
                _ = await worker.DoAsync(new WorkerOrder { Id = 0, Verb = WorkerVerb.Cancel }).WaitAsync(Bounds.Step);
                run.Tally.Count("cancelled");
                break;
            case EventKind.RestartService:
                run.Tally.CountFaults(await run.Service.Faults.HitsAsync());
                await run.Tally.TimeAsync("restart of the service", run.Plan.Number, () => run.Service.Emulator.RestartAsync(CancellationToken.None));
                run.Tally.Count("restarts");
                break;
            case EventKind.Rival:
                await _rival.ActAsync(happens.Rival!);
                break;
            case EventKind.ChangeSource when !call.IsCompleted:
                run.First.Change(happens.Change);
                run.Tally.Count("changed files");
                break;
        }
    }
}
