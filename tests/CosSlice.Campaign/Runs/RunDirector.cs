using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Report;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>Does what a run's plan says, and judges what comes of it.</summary>
internal sealed class RunDirector
{
    private readonly RunPlan _plan;
    private readonly Lane _lane;
    private readonly LaneService _service;
    private readonly Tally _tally;
    private readonly string _folder;
    private readonly IReadOnlyList<RunFile> _files;
    private bool _wasKilled;
    private bool _hasFailed;
    private bool _hasRival;
    private bool _hasForcefulRival;

    private RunDirector(RunPlan plan, Lane lane, LaneService service, Tally tally, string folder, Diary diary)
    {
        _plan = plan;
        _lane = lane;
        _service = service;
        _tally = tally;
        _folder = folder;
        Diary = diary;
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        _files = [.. plan.Files.Select((file, index) => new RunFile(file, Path.Combine(files, index + ".bin")))];
    }

    private Diary Diary { get; }

    private string StateFolder => Path.Combine(_folder, "state");

    private RunFile First => _files[0];

    /// <summary>Runs a plan.</summary>
    /// <exception cref="RunFailedException">Something was not as it must be.</exception>
    public static async Task RunAsync(RunPlan plan, Lane lane, Tally tally, string folder, Diary diary)
    {
        LaneService service = await tally.TimeAsync("start", plan.Number, () => lane.ServiceAsync(plan.Profile));
        service.Emulator.Log.Clear();
        RunDirector run = new(plan, lane, service, tally, folder, diary);
        double before = service.Emulator.Log.ContentBytes;
        await run.RunAsync();
        tally.CountBytes(service.Emulator.Log.ContentBytes - before, run._files.Sum(file => (double)file.Current.Length));
    }

    private async Task RunAsync()
    {
        await _service.Faults.ClearAsync();
        if (_plan.Prior is { } prior)
        {
            await ActAsRivalAsync(prior);
        }

        foreach (AttemptPlan attempt in _plan.Attempts)
        {
            if (_files.Any(file => file.IsPending))
            {
                await AttemptAsync(attempt);
            }
        }

        await _tally.TimeAsync("last calls", _plan.Number, EndAsync);
        await _tally.TimeAsync("judgement", _plan.Number, JudgeAsync);
    }

    private async Task AttemptAsync(AttemptPlan attempt)
    {
        List<FaultRule> rules = [.. attempt.Rules];
        if (attempt.Event?.Hold is { } hold)
        {
            rules.Insert(0, hold.Of(First.Key));
        }

        await _service.Faults.SetAsync(rules, attempt.Random);
        bool isToDie = attempt.Event?.Kind == EventKind.Kill;
        WorkerProcess worker = await _tally.TimeAsync("start", _plan.Number, () => isToDie ? _lane.VictimAsync() : _lane.MainAsync());
        try
        {
            await _tally.TimeAsync("call under faults", _plan.Number, () => CallAsync(worker, attempt));
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
        WorkerVerb verb = attempt.IsResume ? WorkerVerb.Resume : _plan.LeavesOpen ? WorkerVerb.SendAndComplete : WorkerVerb.Send;
        IReadOnlyList<RunFile> files = Begin(verb);
        WorkerOrder order = Order(verb, files) with
        {
            MaximumRetryCount = attempt.MaximumRetryCount,
            OperationTimeout = attempt.OperationTimeout,
            RetryTimeout = attempt.RetryTimeout,
        };
        Diary.Add($"{verb} of {files.Count} files by process {worker.Id}");
        Task<WorkerReply> call = worker.DoAsync(order);
        if (attempt.Event is { } happens)
        {
            await AwaitMomentAsync(happens, call);
            await ActAsync(happens, worker, call);
        }

        WorkerReply? reply = await HearAsync(worker, call);
        _tally.CountFaults(await _service.Faults.HitsAsync());
        await _service.Faults.ClearAsync();
        IReadOnlyDictionary<RunFile, byte[]?> stored = await ReadAsync();
        if (reply is not null)
        {
            bool mayBeIncomplete = attempt.Event is not null || attempt.Rules.Count > 0 || attempt.Random is not null;
            Take(files, reply, stored, mayFail: mayBeIncomplete || !_plan.IsUndisturbed);
        }

        CheckFinished(stored);
        await CheckJournalAsync(mayHaveRemains: _wasKilled);
    }

    /// <summary>Waits until the service holds the request back that the event is about, or the call is over.</summary>
    private async Task AwaitMomentAsync(EventPlan happens, Task call)
    {
        if (happens.Hold is null)
        {
            await Task.WhenAny(call, Task.Delay(happens.After));
            return;
        }

        while (!call.IsCompleted && await _service.Faults.FirstHitsAsync() == 0)
        {
            await Task.WhenAny(call, Task.Delay(10));
        }
    }

    private async Task ActAsync(EventPlan happens, WorkerProcess worker, Task call)
    {
        Diary.Add($"{happens.Kind} {(call.IsCompleted ? "after the call" : "in the middle of the call")} {happens.Change} {happens.Rival}");
        switch (happens.Kind)
        {
            case EventKind.Kill when !call.IsCompleted:
                worker.Kill();
                _wasKilled = true;
                _tally.Count("kills");
                break;
            case EventKind.Cancel when !call.IsCompleted:
                _ = await worker.DoAsync(new WorkerOrder { Id = 0, Verb = WorkerVerb.Cancel }).WaitAsync(Bounds.Step);
                _tally.Count("cancelled");
                break;
            case EventKind.RestartService:
                _tally.CountFaults(await _service.Faults.HitsAsync());
                await _tally.TimeAsync("restart of the service", _plan.Number, () => _service.Emulator.RestartAsync(CancellationToken.None));
                _tally.Count("restarts");
                break;
            case EventKind.Rival:
                await ActAsRivalAsync(happens.Rival!);
                break;
            case EventKind.ChangeSource when !call.IsCompleted:
                First.Change(happens.Change);
                _tally.Count("changed files");
                break;
        }
    }

    /// <summary>Another machine uploads to the first file's key.</summary>
    private async Task ActAsRivalAsync(RivalPlan rival)
    {
        byte[] content = rival.IsSameContent ? First.Current : First.Plan.Twin(rival.TwinAt);
        string path = Path.Combine(_folder, "files", "rival.bin");
        await File.WriteAllBytesAsync(path, content);
        if (!content.AsSpan().SequenceEqual(First.Current))
        {
            First.Foreign.Add(content);
        }

        _hasRival = true;
        _hasForcefulRival |= rival.IsForced;
        WorkerProcess worker = await _lane.RivalAsync();
        WorkerOrder order = Order(rival.LeavesOpen ? WorkerVerb.SendOpen : WorkerVerb.Send, []) with
        {
            StateFolder = Path.Combine(_folder, "rival"),
            Items = [new WorkerItem(path, First.Key)],
            IsForced = rival.IsForced,
            MaximumRetryCount = 200,
            OperationTimeout = 2000,
            RetryTimeout = 2000,
        };
        Diary.Add($"Another machine: {rival}");
        WorkerReply reply = (await HearAsync(worker, worker.DoAsync(order)))!;
        Gauges.Check(worker, reply);
        _tally.Count("second machines");
        WorkerOutcome outcome = reply.Outcomes[0];
        if (outcome.Kind == OutcomeKind.Stored && outcome.BytesSent > 0)
        {
            _tally.CountBytes(0, content.Length);
        }

        if (outcome.Kind == OutcomeKind.Broken)
        {
            throw new RunFailedException("an error of the engine's own", outcome.Message!);
        }

        // What it has finished is to be left alone from now on.
        CheckFinished(new Dictionary<RunFile, byte[]?> { [First] = await _service.Reader.ReadAsync(First.Key) });
    }

    /// <summary>Calls without faults, the last with force, until all is stored.</summary>
    private async Task EndAsync()
    {
        await _service.Faults.ClearAsync();
        WorkerVerb[] verbs = _plan.EndsWithSend ? [WorkerVerb.Send, WorkerVerb.Send] : [WorkerVerb.Resume, WorkerVerb.Send, WorkerVerb.Send];
        for (int call = 0; call < verbs.Length && _files.Any(file => file.IsPending); call++)
        {
            WorkerProcess worker = await _lane.MainAsync();
            IReadOnlyList<RunFile> files = Begin(verbs[call]);
            bool isForced = _plan.IsForced || call == verbs.Length - 1;
            WorkerOrder order = Order(verbs[call], files) with
            {
                IsForced = isForced,
                MaximumRetryCount = 20,
                OperationTimeout = (int)Bounds.Step.TotalMilliseconds,
                RetryTimeout = (int)Bounds.Step.TotalMilliseconds,
            };
            Diary.Add($"{verbs[call]} of {files.Count} files by process {worker.Id} without faults{(isForced ? ", forced" : null)}");
            WorkerReply reply = (await HearAsync(worker, worker.DoAsync(order)))!;
            Gauges.Check(worker, reply);
            bool hadFailed = _hasFailed;
            IReadOnlyDictionary<RunFile, byte[]?> stored = await ReadAsync();
            for (int index = 0; index < files.Count; index++)
            {
                await TakeLastAsync(files[index], verbs[call], reply.Outcomes[index], stored[files[index]], isForced);
                if (hadFailed && files[index].IsStored)
                {
                    _tally.Count("failed, then carried on");
                }
            }

            CheckFinished(stored);

            // A call that finds no entry of a key takes no lock for it, and leaves what a killed process left.
            await CheckJournalAsync(mayHaveRemains: _wasKilled && verbs[call] == WorkerVerb.Resume);
        }
    }

    private async Task TakeLastAsync(RunFile file, WorkerVerb verb, WorkerOutcome outcome, byte[]? stored, bool isForced)
    {
        Tell(file, outcome);
        if (outcome.Kind == OutcomeKind.Stored)
        {
            TakeStored(file, outcome, stored, isForced, mayBeOverwritten: false);
            return;
        }

        bool isAnothers = stored is not null && file.Foreign.Exists(foreign => foreign.AsSpan().SequenceEqual(stored));
        bool isRight = outcome.ErrorId switch
        {
            "CosFileExists" => !isForced && stored is not null && (isAnothers || file.HasChanged || stored.AsSpan().SequenceEqual(file.Current)),
            "UploadNotFound" => true,
            "SourceChanged" or "SourceMissing" => file.HasChanged,
            "SliceSizeMismatch" => verb == WorkerVerb.Resume && _plan.Attempts.Any(attempt => attempt.Rules.Any(rule => rule.Fault == "slice-size")),
            "UploadNotProven" => !isForced && MayBeUnproven(file) && await _service.Reader.IsUnfinishedAsync(file.Key),
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
            || (_hasRival && file == First)
            || (_plan.Checksum != CosChecksum.Sha1 && _plan.Attempts.Any(attempt => attempt.TouchesSessions || attempt.RefusesLists));

    private async Task JudgeAsync()
    {
        foreach (RunFile file in _files)
        {
            byte[]? stored = await _service.Reader.ReadAsync(file.Key);
            bool isRight = !file.IsPending && stored is not null && file.Finished is { } finished && finished.AsSpan().SequenceEqual(stored);
            if (!isRight)
            {
                throw new RunFailedException(
                    $"'{file.Key}' to be stored in the end: {ObjectCheck.Describe(file.Finished ?? file.Current)}", ObjectCheck.Describe(stored, file));
            }
        }

        if (_files.All(file => file.IsStored))
        {
            StateFolderCheck.AssertEmpty(StateFolder);
        }

        foreach (RunFile file in _files)
        {
            await _service.Reader.DeleteAsync(file.Key);
        }
    }

    private void Take(IReadOnlyList<RunFile> files, WorkerReply reply, IReadOnlyDictionary<RunFile, byte[]?> stored, bool mayFail)
    {
        for (int index = 0; index < files.Count; index++)
        {
            WorkerOutcome outcome = reply.Outcomes[index];
            Tell(files[index], outcome);
            if (outcome.Kind == OutcomeKind.Stored)
            {
                TakeStored(files[index], outcome, stored[files[index]], _plan.IsForced, _hasForcefulRival && files[index] == First);
            }
            else if (!mayFail)
            {
                throw new RunFailedException(
                    $"'{files[index].Key}' to be stored, as nothing disturbs it", $"{outcome.Kind} {outcome.ErrorId}: {outcome.Message}");
            }
        }
    }

    private void TakeStored(RunFile file, WorkerOutcome outcome, byte[]? stored, bool isForced, bool mayBeOverwritten)
    {
        if (stored is null && mayBeOverwritten)
        {
            // What overwrites puts an upload in the object's place that may not come to its end; then it is to be stored anew.
            return;
        }

        byte[] content = ObjectCheck.AssertStored(file, outcome, stored, mayBeOverwritten);
        if (!isForced && !_hasForcefulRival)
        {
            AssertKept(file, content);
        }

        file.Finished = content;
        file.IsStored = true;
        _tally.Count("uploads");
        if (outcome.IsResumed)
        {
            _tally.Count("resumed");
        }
    }

    private void Tell(RunFile file, WorkerOutcome outcome)
    {
        Diary.Add($"{file.Key}: {outcome.Kind} {outcome.ErrorId} {outcome.Message}");
        if (outcome.Kind == OutcomeKind.Broken)
        {
            throw new RunFailedException("an error of the engine's own", outcome.Message!);
        }

        _hasFailed |= outcome.Kind != OutcomeKind.Stored;
    }

    /// <summary>Checks that what was finished once is still there, unless somebody was told to overwrite it.</summary>
    private void CheckFinished(IReadOnlyDictionary<RunFile, byte[]?> all)
    {
        foreach ((RunFile file, byte[]? stored) in all)
        {
            if (!_plan.IsForced && !_hasForcefulRival)
            {
                AssertKept(file, stored);
            }

            file.Finished = stored ?? file.Finished;
        }
    }

    private static void AssertKept(RunFile file, byte[]? stored)
    {
        bool isKept = file.Finished is not { } finished || (stored is not null && finished.AsSpan().SequenceEqual(stored));
        if (!isKept)
        {
            throw new RunFailedException($"'{file.Key}' still to be {ObjectCheck.Describe(file.Finished)}", ObjectCheck.Describe(stored, file));
        }
    }

    private async Task<IReadOnlyDictionary<RunFile, byte[]?>> ReadAsync()
    {
        Dictionary<RunFile, byte[]?> stored = [];
        foreach (RunFile file in _files)
        {
            stored[file] = await _service.Reader.ReadAsync(file.Key);
        }

        return stored;
    }

    private async Task CheckJournalAsync(bool mayHaveRemains)
    {
        StateFolderCheck.AssertConsistent(StateFolder, mayHaveRemains, _files);
        if (StateFolderCheck.Names(StateFolder).Any(name => Path.GetExtension(name) == ".json"))
        {
            WorkerProcess worker = await _lane.MainAsync();
            WorkerOrder order = new() { Id = 0, Verb = WorkerVerb.List, StateFolder = StateFolder };
            StateFolderCheck.AssertListed(StateFolder, await worker.DoAsync(order).WaitAsync(Bounds.Step), _files);
        }
    }

    private List<RunFile> Begin(WorkerVerb verb)
    {
        List<RunFile> files = [.. _files.Where(file => file.IsPending)];
        files.ForEach(file => file.BeginCall(verb == WorkerVerb.Resume));
        return files;
    }

    private WorkerOrder Order(WorkerVerb verb, IEnumerable<RunFile> files) => new()
    {
        Id = 0,
        Verb = verb,
        StateFolder = StateFolder,
        Endpoint = _service.Emulator.Endpoint,
        ApiVersion = _plan.ApiVersion,
        Checksum = _plan.Checksum,
        SliceSize = _plan.SliceSize,
        SimpleUploadLimit = _plan.SimpleUploadLimit,
        ThrottleLimit = _plan.ThrottleLimit,
        IsForced = _plan.IsForced,
        BizAttribute = _plan.BizAttribute,
        Items = [.. files.Select(file => new WorkerItem(file.Path, file.Key))],
    };

    /// <summary>Waits for a reply.</summary>
    /// <returns>The reply; <see langword="null"/> where the process was killed.</returns>
    private async Task<WorkerReply?> HearAsync(WorkerProcess worker, Task<WorkerReply> call)
    {
        try
        {
            WorkerReply reply = await call.WaitAsync(Bounds.Call);
            Diary.Add(reply.Notes.Concat(reply.Warnings));
            Gauges.Check(worker, reply);
            return reply;
        }
        catch (WorkerDiedException) when (worker.WasKilled)
        {
            Diary.Add($"Process {worker.Id} is dead");
            return null;
        }
        catch (WorkerDiedException died)
        {
            throw new RunFailedException("the process to live", died.Message);
        }
        catch (TimeoutException)
        {
            throw new RunFailedException($"an end within {Bounds.Call.TotalSeconds} s", await DescribeHangAsync(worker));
        }
    }

    private async Task<string> DescribeHangAsync(WorkerProcess worker)
    {
        string faults = await _service.Faults.DescribeAsync();
        try
        {
            WorkerReply told = await worker.DoAsync(new WorkerOrder { Id = 0, Verb = WorkerVerb.Tell }).WaitAsync(Bounds.Step);
            return string.Join(Environment.NewLine, ["a hang", .. told.Notes, $"{told.Gauge}", faults]);
        }
        catch (TimeoutException)
        {
            return $"a hang, and a process that answers nothing{Environment.NewLine}{faults}";
        }
    }
}
