using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Judging;

/// <summary>Judges what calls said and what the service holds.</summary>
internal sealed class RunJudge(RunState run)
{
    /// <summary>Judges what is left once the last call is done, and clears the service of it.</summary>
    public async Task EndAsync()
    {
        foreach (RunFile file in run.Files)
        {
            Wire(file).AssertLookedBeforeDeleted();
            byte[]? stored = await run.Service.Reader.ReadAsync(file.Key);
            bool isRight = !file.IsPending && stored is not null && file.Finished is { } finished && finished.AsSpan().SequenceEqual(stored);
            if (!isRight)
            {
                throw new RunFailedException(
                    $"'{file.Key}' to be stored in the end: {ObjectCheck.Describe(file.Finished ?? file.Current)}", ObjectCheck.Describe(stored, file));
            }
        }

        if (run.Files.All(file => file.IsStored))
        {
            StateFolderCheck.AssertEmpty(run.StateFolder);
        }

        AssertNothingAstray();
        foreach (RunFile file in run.Files)
        {
            await run.Service.Reader.DeleteAsync(file.Key);
        }
    }

    /// <summary>Checks that nothing was left in the user's folder, nor beside the files that were sent.</summary>
    private void AssertNothingAstray()
    {
        IEnumerable<string> known = run.Files.Select(file => file.Path).Append(run.RivalPath);
        string[] astray =
        [
            .. Directory.EnumerateFileSystemEntries(run.Lane.Home),
            .. Directory.EnumerateFileSystemEntries(run.FilesFolder).Except(known, StringComparer.Ordinal),
        ];
        if (astray.Length > 0)
        {
            throw new RunFailedException("nothing left but in the state folder", string.Join(", ", astray));
        }
    }

    public async Task TakeAsync(IReadOnlyList<RunFile> files, WorkerReply reply, IReadOnlyDictionary<RunFile, byte[]?> stored, bool mayFail)
    {
        for (int index = 0; index < files.Count; index++)
        {
            WorkerOutcome outcome = reply.Outcomes[index];
            Tell(files[index], outcome);
            if (outcome.Kind == OutcomeKind.Stored)
            {
                await TakeStoredAsync(files[index], outcome, stored[files[index]], run.Plan.IsForced, run.HasForcefulRival && files[index] == run.First);
            }
            else if (!mayFail)
            {
                throw new RunFailedException(
                    $"'{files[index].Key}' to be stored, as nothing disturbs it", $"{outcome.Kind} {outcome.ErrorId}: {outcome.Message}");
            }
        }
    }

    public async Task TakeStoredAsync(RunFile file, WorkerOutcome outcome, byte[]? stored, bool isForced, bool mayBeOverwritten)
    {
        bool isOverwritten = mayBeOverwritten && (stored is null || file.IsForeign(stored));
        if (isOverwritten && !run.HasTwin && !await Wire(file).WasFinishedAsync(run.RivalFinishes + 1))
        {
            throw new RunFailedException(
                $"'{file.Key}' to have been finished by the client that says so, before another machine overwrote it", ObjectCheck.Describe(stored, file));
        }

        if (stored is null && mayBeOverwritten)
        {
            // What overwrites puts an upload in the object's place that may not come to its end; then it is to be stored anew.
            return;
        }

        byte[] content = ObjectCheck.AssertStored(file, outcome, stored, mayBeOverwritten);
        if (!isForced && !run.HasForcefulRival)
        {
            await AssertKeptAsync(file, content);
        }

        file.Finished = content;
        file.IsStored = true;
        run.Tally.Count("uploads");
        if (outcome.IsResumed)
        {
            run.Tally.Count("resumed");
        }
    }

    public void Tell(RunFile file, WorkerOutcome outcome)
    {
        run.Diary.Add($"{file.Key}: {outcome.Kind} {outcome.ErrorId} {outcome.Message}");
        if (outcome.Kind == OutcomeKind.Broken)
        {
            throw new RunFailedException("an error of the engine's own", outcome.Message!);
        }

        run.HasFailed |= outcome.Kind != OutcomeKind.Stored;
    }

    /// <summary>Checks that what was finished once is still there, unless somebody was told to overwrite it.</summary>
    public async Task CheckFinishedAsync(IReadOnlyDictionary<RunFile, byte[]?> all)
    {
        foreach ((RunFile file, byte[]? stored) in all)
        {
            Wire(file).AssertLookedBeforeDeleted();
            if (!run.Plan.IsForced && !run.HasForcefulRival)
            {
                await AssertKeptAsync(file, stored);
            }

            file.Finished = stored ?? file.Finished;
        }
    }

    private async Task AssertKeptAsync(RunFile file, byte[]? stored)
    {
        bool isKept = file.Finished is not { } finished || (stored is not null && finished.AsSpan().SequenceEqual(stored));
        if (isKept)
        {
            return;
        }

        if (await Wire(file).HasLostRaceAsync())
        {
            run.Tally.Count("races that the protocol loses");
            file.Finished = null;
        }
        else
        {
            throw new RunFailedException($"'{file.Key}' still to be {ObjectCheck.Describe(file.Finished)}", ObjectCheck.Describe(stored, file));
        }
    }

    private WireFacts Wire(RunFile file) => new(run.Service.Emulator.Log, file.Key);

    public async Task<IReadOnlyDictionary<RunFile, byte[]?>> ReadAsync()
    {
        Dictionary<RunFile, byte[]?> stored = [];
        foreach (RunFile file in run.Files)
        {
            stored[file] = await run.Service.Reader.ReadAsync(file.Key);
        }

        return stored;
    }

    public async Task CheckJournalAsync(bool mayHaveRemains)
    {
        StateFolderCheck.AssertConsistent(run.StateFolder, mayHaveRemains, run.Files);
        if (StateFolderCheck.Names(run.StateFolder).Any(name => Path.GetExtension(name) == ".json"))
        {
            WorkerProcess worker = await run.Lane.MainAsync();
            WorkerOrder order = new() { Id = 0, Verb = WorkerVerb.List, StateFolder = run.StateFolder };
            StateFolderCheck.AssertListed(run.StateFolder, await worker.DoAsync(order).WaitAsync(Bounds.Step), run.Files);
        }
    }
}
