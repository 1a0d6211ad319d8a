using System.Runtime.ExceptionServices;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>Sends the slices that the service lacks, several side by side where it allows that.</summary>
internal sealed class SliceSender(CurrentUpload upload, BeginAnswer begun)
{
    private readonly ContentDigest _digest = upload.Protocol.DigestOf(upload.Checksum);
    private ObjectAnswer? _finished;
    private Exception? _first;

    /// <returns>The object, where the answer to the last slice is the result.</returns>
    public async Task<ObjectAnswer?> RunAsync(CancellationToken cancellationToken)
    {
        SlicePlan plan = new(upload.Source.Length, begun.SliceSize, begun.Start);
        SliceQueue queue = new(upload.Source.Length, plan, begun.Held);
        upload.Progress.SetHeld(queue.HeldBytes);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task[] lanes = new Task[begun.IsSerial ? 1 : (int)Math.Min(queue.Count, upload.Options.ThrottleLimit)];
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = RunLaneAsync(queue, stop);
        }

        await Task.WhenAll(lanes).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_first is not null)
        {
            ExceptionDispatchInfo.Capture(_first).Throw();
        }

        return _finished;
    }

    // A lane never fails: the first failure of any ends all of them, and only that one is the upload's.
    private async Task RunLaneAsync(SliceQueue queue, CancellationTokenSource stop)
    {
        try
        {
            while (Volatile.Read(ref _first) is null && queue.TryTake(out long offset, out long length))
            {
                await SendAsync(offset, length, stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            _ = Interlocked.CompareExchange(ref _first, failure, null);

            // An expired signature begins no more slices; those on their way are still good.
            if (failure is not CosException { ErrorId: CosErrors.SignatureExpiredId })
            {
                stop.Cancel();
            }
        }
    }

    private async Task SendAsync(long offset, long length, CancellationToken cancellationToken)
    {
        upload.NoteSent(offset, length);
        AttemptTrace trace = new();
        bool completesObject = upload.Protocol.LastSliceCompletes && offset + length == upload.Source.Length;
        ContentRange range = new(upload.Source, offset, length, _digest, completesObject, upload.Progress);
        SliceAnswer answer = await upload.RunAsync(
            upload.Protocol.SliceOperation,
            trace,
            async token =>
            {
                SliceAnswer answered = await upload.Protocol
                    .SendSliceAsync(upload.Target, upload.Terms, begun.Session, range, trace, token).ConfigureAwait(false);
                Compare(range, trace.Digest, answered.Md5);
                return answered;
            },
            cancellationToken).ConfigureAwait(false);
        _finished = answer.Finished ?? _finished;
        upload.Progress.Acknowledge(length);
        upload.Entry.Acknowledge(upload.Progress.BytesAcknowledged, (offset, length));
    }

    private void Compare(ContentRange range, string? sent, string? received)
    {
        if (range.Digest != ContentDigest.Md5)
        {
            return;
        }

        if (string.IsNullOrEmpty(received))
        {
            upload.Services.WarnOfMissingMd5(upload.Progress);
        }
        else if (!string.Equals(sent, received, StringComparison.OrdinalIgnoreCase))
        {
            upload.NoteDamage(range.Offset);
            throw CosErrors.ChecksumMismatch(upload.Key, range.Offset, range.Length, sent!, received!);
        }
        else
        {
            upload.NoteWhole(range.Offset);
        }
    }
}
