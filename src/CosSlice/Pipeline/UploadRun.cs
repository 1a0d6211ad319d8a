using System.Collections.Concurrent;
using CosSlice.Errors;
using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>
/// The uploads of one command: starts them on the engine and carries what they report to the pipeline's thread, which
/// alone may write. Everything but <see cref="IUploadObserver"/> is for that thread.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="cancellation">Ends every wait and every upload.</param>
internal sealed class UploadRun(Clock clock, CancellationToken cancellation) : IUploadObserver
{
    // Neither closed nor disposed: a late report of a cancelled upload must find it open. It holds no handle until waited on long.
    private readonly BlockingCollection<PipelineMessage> _messages = [];
    private readonly List<ActiveUpload> _active = [];
    private readonly SampleTimer _samples = new(clock);

    /// <summary>Uploads whose end was not handed out yet.</summary>
    public int ActiveCount => _active.Count;

    /// <summary>The time by which the run goes.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Follows an upload that was started.</summary>
    public void Track(UploadHandle handle, long expectedLength)
    {
        ActiveUpload upload = new(handle, clock.Elapsed, expectedLength);
        _active.Add(upload);
        upload.Reported = handle.Ended.ContinueWith(
            Report,
            upload,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Hands out what lies ready, without waiting.</summary>
    public void PumpReady(IPipelineSink sink) => Pump(sink, TimeSpan.Zero);

    /// <summary>Hands out what comes until no more than so many uploads are active and nothing lies ready.</summary>
    /// <exception cref="OperationCanceledException">The command was stopped.</exception>
    public void PumpUntil(IPipelineSink sink, int active)
    {
        PumpReady(sink);
        while (_active.Count > active)
        {
            Pump(sink, _samples.Left);
        }
    }

    /// <summary>Waits, bounded, until every upload has ended; what they report is not handed out.</summary>
    /// <returns>Whether all have ended.</returns>
    public bool WaitForEnd(TimeSpan timeout) => Task.WaitAll(_active.ConvertAll(upload => upload.Reported).ToArray(), timeout);

    /// <inheritdoc/>
    public void Noted(UploadProgress progress, string message) => _messages.Add(new TextMessage(ErrorText.Of(progress, message), warning: false));

    /// <inheritdoc/>
    public void Warned(UploadProgress? progress, string message) => _messages.Add(new TextMessage(ErrorText.Of(progress, message), warning: true));

    private void Report(Task task, object? state)
    {
        ActiveUpload upload = (ActiveUpload)state!;
        if (task.Status == TaskStatus.RanToCompletion)
        {
            _messages.Add(new ResultMessage(upload, upload.Handle.Result));
            return;
        }

        // Reading the exception observes it: nothing is left for the finaliser to find.
        Exception error = task.Exception?.GetBaseException() ?? new OperationCanceledException(TextFormat.Of(InputTexts.UploadCancelled, upload.Progress.Key));
        _messages.Add(new FailureMessage(upload, error));
    }

    private void Pump(IPipelineSink sink, TimeSpan wait)
    {
        if (_messages.TryTake(out PipelineMessage? message, (int)Math.Ceiling(wait.TotalMilliseconds), cancellation))
        {
            List<PipelineMessage> ready = [message];
            while (_messages.TryTake(out message))
            {
                ready.Add(message);
            }

            Deliver(sink, ready);
        }

        if (_samples.IsDue())
        {
            sink.Sample(_active);
        }
    }

    private void Deliver(IPipelineSink sink, List<PipelineMessage> ready)
    {
        foreach (PipelineMessage message in ready)
        {
            if (message.Ended is not null)
            {
                _active.Remove(message.Ended);
            }
        }

        for (int rank = 0; rank <= PipelineMessage.LastRank; rank++)
        {
            foreach (PipelineMessage message in ready)
            {
                if (message.Rank == rank)
                {
                    message.Deliver(sink);
                }
            }
        }
    }
}
