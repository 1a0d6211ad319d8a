using CosSlice.Campaign.Judging;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Runs;

/// <summary>Orders to workers, and their replies.</summary>
internal sealed class RunCalls(RunState run)
{
    public List<RunFile> Begin(WorkerVerb verb)
    {
        List<RunFile> files = [.. run.Files.Where(file => file.IsPending)];
        files.ForEach(file => file.BeginCall(verb == WorkerVerb.Resume));
        return files;
    }

    public WorkerOrder Order(WorkerVerb verb, IEnumerable<RunFile> files) => new()
    {
        Id = 0,
        Verb = verb,
        StateFolder = run.StateFolder,
        Endpoint = run.Service.Emulator.Endpoint,
        ApiVersion = run.Plan.ApiVersion,
        Checksum = run.Plan.Checksum,
        SliceSize = run.Plan.SliceSize,
        SimpleUploadLimit = run.Plan.SimpleUploadLimit,
        ThrottleLimit = run.Plan.ThrottleLimit,
        IsForced = run.Plan.IsForced,
        BizAttribute = run.Plan.BizAttribute,
        Items = [.. files.Select(file => new WorkerItem(file.Path, file.Key))],
    };

    /// <summary>Waits for a reply.</summary>
    /// <returns>The reply; <see langword="null"/> where the process was killed.</returns>
    public async Task<WorkerReply?> HearAsync(WorkerProcess worker, Task<WorkerReply> call)
    {
        try
        {
            WorkerReply reply = await call.WaitAsync(Bounds.Call);
            run.Diary.Add(reply.Notes.Concat(reply.Warnings));
            Gauges.Check(worker, reply);
            return reply;
        }
        catch (WorkerDiedException) when (worker.WasKilled)
        {
            run.Diary.Add($"Process {worker.Id} is dead");
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
        string faults = await run.Service.Faults.DescribeAsync();
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
