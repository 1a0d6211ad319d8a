using System.Collections.Concurrent;
using System.Text.Json;

namespace CosSlice.Campaign.Workers;

/// <summary>One order to upload, with an uploader of its own, as each command of a user has one.</summary>
internal sealed class WorkerJob(WorkerOrder order) : IUploadObserver, IDisposable
{
    private const int MostNotes = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _notes = [];
    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly ConcurrentBag<UploadHandle> _handles = [];

    public void Cancel() => _stop.Cancel();

    /// <summary>How far each file is, and what was said last.</summary>
    public IEnumerable<string> Describe()
        =>
        [
            .. _handles.Select(handle => handle.Progress).Select(progress
                => $"{progress.Key}: {progress.Phase}, {progress.BytesAcknowledged} of {progress.Length} bytes, "
                + $"{progress.BytesOnTheWay} on the way, {progress.Retries} repeats, {progress.LastProblem}"),
            .. _notes,
        ];

    public async Task<WorkerReply> RunAsync()
    {
        using CosUploader uploader = new(Options(), this);
        WorkerOutcome[] outcomes = await Task.WhenAll(order.Items.Select(item => RunAsync(uploader, item)));
        return new WorkerReply { Id = order.Id, Outcomes = outcomes, Notes = [.. _notes], Warnings = [.. _warnings] };
    }

    public void Noted(UploadProgress progress, string message)
    {
        _notes.Enqueue($"{progress.Key}: {message}");
        if (_notes.Count > MostNotes)
        {
            _ = _notes.TryDequeue(out _);
        }
    }

    public void Warned(UploadProgress? progress, string message) => _warnings.Enqueue(message);

    public void Dispose() => _stop.Dispose();

    private async Task<WorkerOutcome> RunAsync(CosUploader uploader, WorkerItem item)
    {
        UploadProgress? progress = null;
        WorkerOutcome outcome;
        try
        {
            CosContext context = Context();
            UploadRequest request = new(context, item.Path, ObjectKey.Create(item.Key));
            switch (order.Verb)
            {
                case WorkerVerb.Resume:
                    outcome = Find(item.Key) is { } known
                        ? Stored(await Keep(uploader.Resume(context.For(known), known, _stop.Token), out progress).Completion)
                        : new WorkerOutcome { Kind = OutcomeKind.Failed, ErrorId = "UploadNotFound" };
                    break;
                case WorkerVerb.SendOpen:
                    outcome = Open(await Keep(uploader.StartWithoutCompleting(request, _stop.Token), out progress).Completion);
                    break;
                case WorkerVerb.SendAndComplete:
                    CosUpload upload = await Keep(uploader.StartWithoutCompleting(request, _stop.Token), out progress).Completion;
                    long sent = progress.BytesSent;
                    outcome = Stored(await Keep(uploader.Complete(context.For(upload), upload, _stop.Token), out progress).Completion);
                    outcome = outcome with { BytesSent = sent + outcome.BytesSent };
                    break;
                default:
                    outcome = Stored(await Keep(uploader.Start(request, _stop.Token), out progress).Completion);
                    break;
            }
        }
        catch (CosException failure)
        {
            outcome = new WorkerOutcome { Kind = OutcomeKind.Failed, ErrorId = failure.ErrorId, Message = $"{failure.Message} ({failure.Code})" };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            outcome = new WorkerOutcome { Kind = OutcomeKind.Cancelled };
        }
        catch (Exception other) when (other is not CosException)
        {
            // It is judged elsewhere: no call may end so.
            outcome = new WorkerOutcome { Kind = OutcomeKind.Broken, Message = other.ToString() };
        }

        return outcome with { Retries = progress?.Retries ?? 0, BytesSent = Math.Max(outcome.BytesSent, progress?.BytesSent ?? 0) };
    }

    private UploadHandle<T> Keep<T>(UploadHandle<T> handle, out UploadProgress progress)
        where T : class
    {
        _handles.Add(handle);
        progress = handle.Progress;
        return handle;
    }

    private static WorkerOutcome Stored(CosFile file) => new()
    {
        Kind = OutcomeKind.Stored,
        Message = JsonSerializer.Serialize(file),
        Length = file.Length,
        Sha1 = file.Sha1,
        ResourcePath = file.ResourcePath,
        IsResumed = file.Resumed,
        IsInstant = file.InstantUpload,
        BytesSent = file.BytesSent,
    };

    private static WorkerOutcome Open(CosUpload upload) => new()
    {
        Kind = upload.State == CosUploadState.Completed ? OutcomeKind.Stored : OutcomeKind.LeftOpen,
        Length = upload.Length,
    };

    // What was begun at an address of before a restart is another upload.
    private CosUpload? Find(string key)
        => new CosUploads(order.StateFolder).List().SingleOrDefault(upload => upload.Key == key && upload.Endpoint == order.Endpoint);

    private CosContext Context() => CosContext.Create(
        Account.AppId, Account.Bucket, null, order.Endpoint, Account.SecretId, Account.SecretKey, apiVersion: order.ApiVersion);

    private TransferOptions Options() => new()
    {
        StateFolder = order.StateFolder,
        Checksum = order.Checksum,
        SliceSize = order.SliceSize,
        SimpleUploadLimit = order.SimpleUploadLimit,
        ThrottleLimit = order.ThrottleLimit,
        Force = order.IsForced,
        BizAttribute = order.BizAttribute,
        MaximumRetryCount = order.MaximumRetryCount,
        RetryInterval = TimeSpan.FromMilliseconds(2),
        RetryTimeout = TimeSpan.FromMilliseconds(order.RetryTimeout),
        ConnectionTimeout = TimeSpan.FromMilliseconds(order.OperationTimeout),
        OperationTimeout = TimeSpan.FromMilliseconds(order.OperationTimeout),
        NoProxy = true,
    };
}
