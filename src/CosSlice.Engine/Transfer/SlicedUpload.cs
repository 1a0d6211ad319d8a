using System.Runtime.ExceptionServices;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A larger file in slices: begin, send them side by side, finish.</summary>
internal sealed class SlicedUpload(CurrentUpload upload, Action<long> sliceSizeKnown)
{
    public async Task<ObjectAnswer> RunAsync(CancellationToken cancellationToken)
    {
        upload.Progress.Enter(UploadPhase.Beginning);
        BeginAnswer begun = await new SliceSession(upload)
            .BeginAsync(cancellationToken).ConfigureAwait(false);
        SliceSizeRule.Check(begun.SliceSize);
        sliceSizeKnown(begun.SliceSize);

        upload.Progress.Enter(UploadPhase.Sending);
        await SendSlicesAsync(begun, cancellationToken).ConfigureAwait(false);

        upload.Progress.Enter(UploadPhase.Finishing);
        upload.Source.EnsureStillNamed();
        ObjectAnswer stored = await FinishAsync(begun.Session, cancellationToken).ConfigureAwait(false);
        if (begun.IsPresumed)
        {
            await ProveAsync(cancellationToken).ConfigureAwait(false);
        }

        return stored;
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        bool isOurs = await new Reconciliation(upload)
            .IsOursAsync(otherwise: true, cancellationToken).ConfigureAwait(false);
        if (!isOurs)
        {
            throw CosErrors.MixedContent(upload.Key);
        }
    }

    private async Task SendSlicesAsync(BeginAnswer begun, CancellationToken cancellationToken)
    {
        SlicePlan plan = new(upload.Source.Length, begun.SliceSize);
        int lanes = begun.IsSerial ? 1 : (int)Math.Min(plan.Count, upload.Options.ThrottleLimit);
        long next = -1;
        Exception? first = null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task[] running = new Task[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            running[lane] = RunLaneAsync();
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first is not null)
        {
            ExceptionDispatchInfo.Capture(first).Throw();
        }

        // A lane never fails: the first failure of any ends all of them, and only that one is the upload's.
        async Task RunLaneAsync()
        {
            try
            {
                for (long index; (index = Interlocked.Increment(ref next)) < plan.Count;)
                {
                    (long offset, long length) = plan[index];
                    await SendSliceAsync(begun.Session, offset, length, stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception failure)
            {
                _ = Interlocked.CompareExchange(ref first, failure, null);
                stop.Cancel();
            }
        }
    }

    private async Task SendSliceAsync(string session, long offset, long length, CancellationToken cancellationToken)
    {
        bool isCompared = upload.Options.Checksum == CosChecksum.Md5;
        AttemptTrace trace = new();
        ContentRange range = new(upload.Source, offset, length, isCompared, upload.Progress);
        _ = await upload.RunAsync(
            V4Protocol.Data,
            trace,
            async token =>
            {
                string? received = await upload.Protocol.SendSliceAsync(upload.Request, session, range, trace, token).ConfigureAwait(false);
                if (isCompared)
                {
                    Compare(range, trace.Md5!, received);
                }

                return received;
            },
            cancellationToken).ConfigureAwait(false);
        upload.Progress.Acknowledge(length);
    }

    private void Compare(ContentRange range, string sent, string? received)
    {
        if (string.IsNullOrEmpty(received))
        {
            upload.Services.WarnOfMissingMd5(upload.Progress);
        }
        else if (!string.Equals(sent, received, StringComparison.OrdinalIgnoreCase))
        {
            throw CosErrors.ChecksumMismatch(upload.Key, range.Offset, range.Length, sent, received!);
        }
    }

    private async Task<ObjectAnswer> FinishAsync(string session, CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            return await upload.RunAsync(
                V4Protocol.Finish,
                trace,
                token => upload.Protocol.FinishAsync(upload.Request, session, upload.Source.Length, trace, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (trace.AnswerLost && !refused.IsTransient)
        {
            ObjectAnswer? finished = await new Reconciliation(upload)
                .OfRepeatedFinishAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);
            if (finished is not null)
            {
                return finished;
            }

            throw;
        }
    }
}
