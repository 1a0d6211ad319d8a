using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace CosSlice.Campaign.Workers;

/// <summary>A worker: a process that uploads as it is told, until its orders end.</summary>
internal sealed class WorkerLoop
{
    /// <summary>The first argument of a worker.</summary>
    public const string Mark = "worker";

    private const int LooksBetweenCollections = 20;

    private readonly ConcurrentQueue<string> _unobserved = [];
    private readonly ConcurrentDictionary<int, WorkerJob> _underWay = [];
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();
    private ProcessGauge? _first;

    public static async Task<int> RunAsync()
    {
        await new WorkerLoop().WorkAsync();
        return 0;
    }

    private async Task WorkAsync()
    {
        TaskScheduler.UnobservedTaskException += (_, unseen) => _unobserved.Enqueue(unseen.Exception.ToString());
        AppDomain.CurrentDomain.UnhandledException += (_, unseen) => _unobserved.Enqueue(unseen.ExceptionObject.ToString() ?? "?");
        _first = ProcessGauge.Read();
        Say(new WorkerReply { Id = 0 });
        using StreamReader input = new(Console.OpenStandardInput(), Encoding.UTF8);
        List<Task> answers = [];
        while (await input.ReadLineAsync() is { } line)
        {
            WorkerOrder order = JsonSerializer.Deserialize<WorkerOrder>(line)!;
            answers.RemoveAll(answer => answer.IsCompletedSuccessfully);
            answers.Add(Task.Run(() => AnswerAsync(order)));
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(WorkerOrder order)
    {
        switch (order.Verb)
        {
            case WorkerVerb.Tell:
                Say(new WorkerReply { Id = order.Id, Notes = [.. _underWay.Values.SelectMany(job => job.Describe())], Gauge = ProcessGauge.Read() });
                break;
            case WorkerVerb.Cancel:
                foreach (WorkerJob job in _underWay.Values)
                {
                    job.Cancel();
                }

                Say(new WorkerReply { Id = order.Id });
                break;
            case WorkerVerb.List:
                Say(List(order));
                break;
            default:
                WorkerReply reply = await RunJobAsync(order);

                // Out of the method above nothing of the work is on the stack.
                ProcessGauge? gauge = await SettleAsync();
                Say(reply with { Gauge = gauge, Unobserved = [.. _unobserved] });
                break;
        }
    }

    private async Task<WorkerReply> RunJobAsync(WorkerOrder order)
    {
        using WorkerJob job = new(order);
        _underWay[order.Id] = job;
        try
        {
            return await job.RunAsync();
        }
        finally
        {
            _underWay.TryRemove(order.Id, out _);
        }
    }

    private static WorkerReply List(WorkerOrder order)
    {
        List<string> warnings = [];
        IReadOnlyList<CosUpload> uploads = new CosUploads(order.StateFolder, warnings.Add).List();
        return new WorkerReply
        {
            Id = order.Id,
            Warnings = warnings,
            Listed =
            [
                .. uploads.Select(upload => new ListedUpload(
                    upload.UploadId, upload.Key, upload.LiteralPath, upload.State.ToString(), upload.Length, upload.BytesSent)),
            ],
        };
    }

    /// <summary>Waits until what the work held is given back; what is still held after a long while is told as it is.</summary>
    private async Task<ProcessGauge?> SettleAsync()
    {
        ProcessGauge? gauge = null;
        for (int look = 0; look < 200; look++)
        {
            if (look % LooksBetweenCollections == 0)
            {
                // Finalizers tell of exceptions that nobody looked at.
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            gauge = ProcessGauge.Read();
            if (gauge is null || !_underWay.IsEmpty || (gauge.Sockets <= _first!.Sockets && gauge.Files.Count <= _first.Files.Count))
            {
                break;
            }

            await Task.Delay(Math.Min(50, 1 + look));
        }

        return gauge is null ? null : gauge with
        {
            Sockets = gauge.Sockets - _first!.Sockets,
            Files = [.. gauge.Files.Except(_first.Files)],
        };
    }

    private void Say(WorkerReply reply)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(reply), (byte)'\n'];
        lock (_gate)
        {
            _output.Write(line);
            _output.Flush();
        }
    }
}
