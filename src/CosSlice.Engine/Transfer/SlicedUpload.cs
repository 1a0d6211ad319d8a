using System.Runtime.ExceptionServices;
using CosSlice.Files;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A larger file in slices: begin, send them side by side, finish.</summary>
internal sealed class SlicedUpload
{
    private readonly UploadServices _services;
    private readonly UploadRequest _request;
    private readonly SourceFile _source;
    private readonly UploadProgress _progress;
    private readonly Action<long> _sliceSizeKnown;

    public SlicedUpload(
        UploadServices services, UploadRequest request, SourceFile source, UploadProgress progress, Action<long> sliceSizeKnown)
    {
        _services = services;
        _request = request;
        _source = source;
        _progress = progress;
        _sliceSizeKnown = sliceSizeKnown;
    }

    public async Task<ObjectAnswer> RunAsync(CancellationToken cancellationToken)
    {
        _progress.Enter(UploadPhase.Beginning);
        BeginAnswer begun = await new SliceSession(_services, _request, _source, _progress)
            .BeginAsync(cancellationToken).ConfigureAwait(false);
        SliceSizeRule.Check(begun.SliceSize);
        _sliceSizeKnown(begun.SliceSize);

        _progress.Enter(UploadPhase.Sending);
        await SendSlicesAsync(begun, cancellationToken).ConfigureAwait(false);

        _progress.Enter(UploadPhase.Finishing);
        _source.EnsureStillNamed();
        ObjectAnswer stored = await FinishAsync(begun.Session, cancellationToken).ConfigureAwait(false);
        if (begun.IsPresumed)
        {
            await ProveAsync(cancellationToken).ConfigureAwait(false);
        }

        return stored;
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        bool isOurs = await new Reconciliation(_services, _request, _source, _progress)
            .IsOursAsync(otherwise: true, cancellationToken).ConfigureAwait(false);
        if (!isOurs)
        {
            throw CosErrors.MixedContent(_request.Key.Value);
        }
    }

    private async Task SendSlicesAsync(BeginAnswer begun, CancellationToken cancellationToken)
    {
        SlicePlan plan = new(_source.Length, begun.SliceSize);
        int lanes = begun.IsSerial ? 1 : (int)Math.Min(plan.Count, _services.Options.ThrottleLimit);
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
        bool isCompared = _services.Options.Checksum == CosChecksum.Md5;
        AttemptTrace trace = new();
        ContentRange range = new(_source, offset, length, isCompared, _progress);
        _ = await _services.Runner.RunAsync(
            V4Protocol.Data,
            _progress,
            trace,
            async token =>
            {
                string? received = await _services.Protocol.SendSliceAsync(_request, session, range, trace, token).ConfigureAwait(false);
                if (isCompared)
                {
                    Compare(range, trace.Md5!, received);
                }

                return received;
            },
            cancellationToken).ConfigureAwait(false);
        _progress.Acknowledge(length);
    }

    private void Compare(ContentRange range, string sent, string? received)
    {
        if (string.IsNullOrEmpty(received))
        {
            _services.WarnOfMissingMd5(_progress);
        }
        else if (!string.Equals(sent, received, StringComparison.OrdinalIgnoreCase))
        {
            throw CosErrors.ChecksumMismatch(_request.Key.Value, range.Offset, range.Length, sent, received!);
        }
    }

    private async Task<ObjectAnswer> FinishAsync(string session, CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            return await _services.Runner.RunAsync(
                V4Protocol.Finish,
                _progress,
                trace,
                token => _services.Protocol.FinishAsync(_request, session, _source.Length, trace, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (trace.AnswerLost && !refused.IsTransient)
        {
            ObjectAnswer? finished = await new Reconciliation(_services, _request, _source, _progress)
                .OfRepeatedFinishAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);
            if (finished is not null)
            {
                return finished;
            }

            throw;
        }
    }
}
