using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>The calls without faults that bring a run to its end.</summary>
internal sealed class LastCalls(RunState run)
{
    private readonly RunJudge _judge = new(run);
    private readonly RunCalls _calls = new(run);

    /// <summary>Calls without faults, the last with force, until all is stored.</summary>
    public async Task RunAsync()
    {
        await run.Service.Faults.ClearAsync();
        WorkerVerb[] verbs = run.Plan.EndsWithSend ? [WorkerVerb.Send, WorkerVerb.Send] : [WorkerVerb.Resume, WorkerVerb.Send, WorkerVerb.Send];
        for (int call = 0; call < verbs.Length && run.Files.Any(file => file.IsPending); call++)
        {
            WorkerProcess worker = await run.Lane.MainAsync();
            IReadOnlyList<RunFile> files = _calls.Begin(verbs[call]);
            bool isForced = run.Plan.IsForced || call == verbs.Length - 1;
            WorkerOrder order = _calls.Order(verbs[call], files) with
            {
                IsForced = isForced,
                MaximumRetryCount = 20,
                OperationTimeout = (int)Bounds.Step.TotalMilliseconds,
                RetryTimeout = (int)Bounds.Step.TotalMilliseconds,
            };
            run.Diary.Add($"{verbs[call]} of {files.Count} files by process {worker.Id} without faults{(isForced ? ", forced" : null)}");
            WorkerReply reply = (await _calls.HearAsync(worker, worker.DoAsync(order)))!;
            Gauges.Check(worker, reply);
            bool hadFailed = run.HasFailed;
            IReadOnlyDictionary<RunFile, byte[]?> stored = await _judge.ReadAsync();
            for (int index = 0; index < files.Count; index++)
            {
                await TakeLastAsync(files[index], verbs[call], reply.Outcomes[index], stored[files[index]], isForced);
                if (hadFailed && files[index].IsStored)
                {
                    run.Tally.Count("failed, then carried on");
                }
            }

            await _judge.CheckFinishedAsync(stored);

            // A call that finds no entry of a key takes no lock for it, and leaves what a killed process left.
            await _judge.CheckJournalAsync(mayHaveRemains: run.WasKilled && verbs[call] == WorkerVerb.Resume);
        }
    }

    private async Task TakeLastAsync(RunFile file, WorkerVerb verb, WorkerOutcome outcome, byte[]? stored, bool isForced)
    {
        _judge.Tell(file, outcome);
        if (outcome.Kind == OutcomeKind.Stored)
        {
            await _judge.TakeStoredAsync(file, outcome, stored, isForced, mayBeOverwritten: false);
            return;
        }

        bool isAnothers = stored is not null && file.IsForeign(stored);
        bool isRight = outcome.ErrorId switch
        {
            "CosFileExists" => !isForced && stored is not null && (isAnothers || file.HasChanged || stored.AsSpan().SequenceEqual(file.Current)),
            "UploadNotFound" => verb == WorkerVerb.Resume,
            "SourceChanged" or "SourceMissing" => file.HasChanged,
            "UploadNotProven" => !isForced && MayBeUnproven(file) && await run.Service.Reader.IsUnfinishedAsync(file.Key),
            _ => false,
        };
        if (!isRight)
        {
            throw new RunFailedException(
                $"'{file.Key}' to be stored by a call without faults",
                $"{outcome.Kind} {outcome.ErrorId}: {outcome.Message}; there is {ObjectCheck.Describe(stored, file)}");
        }

        file.IsRefused = outcome.ErrorId == "CosFileExists" && (isAnothers || stored.AsSpan().SequenceEqual(file.Current));
    }

    /// <summary>Whether what the service has begun may be another's: without SHA-1 only the session tells that it is not.</summary>
    private bool MayBeUnproven(RunFile file)
        => file.HasChanged
            || (run.HasRival && file == run.First)
            || (run.Plan.Checksum != CosChecksum.Sha1 && run.Plan.Attempts.Any(attempt => attempt.TouchesSessions || attempt.RefusesLists));
}
