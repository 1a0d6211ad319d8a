using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The last step of an upload alone.</summary>
internal sealed class CompleteJob(UploadServices services, UploadRequest request, UploadProgress progress)
    : RememberedJob(services, request, progress)
{
    protected override async Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken)
    {
        if (upload.Protocol is not V4Protocol v4)
        {
            return await FindAsync(upload, cancellationToken).ConfigureAwait(false) ?? throw CosErrors.NoSeparateLastStep();
        }

        upload.Remember();
        upload.Progress.SetHeld(upload.Known?.BytesAcknowledged ?? 0);
        upload.Progress.Enter(UploadPhase.Finishing);
        V4Conversation conversation = new(upload, v4);
        if (await conversation.TakeUpKnownAsync(cancellationToken).ConfigureAwait(false) is not { } begun)
        {
            return await FindAsync(upload, cancellationToken).ConfigureAwait(false)
                ?? throw await NothingOfItAsync(upload, cancellationToken).ConfigureAwait(false);
        }

        if (begun.Finished is { } finished)
        {
            return Finished(upload, finished);
        }

        List<(long Start, long End)> held = ByteRanges.Merge(begun.Held, upload.Source.Length);
        List<(long Start, long End)> missing = ByteRanges.Without(held, upload.Source.Length);
        upload.Progress.SetHeld(ByteRanges.Count(held));
        if (missing.Count > 0)
        {
            upload.Entry.Save(record => record with { State = CosUploadState.Sending, BytesAcknowledged = ByteRanges.Count(held) });
            throw CosErrors.UploadIncomplete(upload.Key, upload.Source.Length, missing);
        }

        upload.Source.EnsureStillNamed();
        upload.Entry.Save(record => record with
        {
            State = CosUploadState.Sent,
            BytesAcknowledged = upload.Source.Length,
            Session = begun.Session,
            IsFinishAsked = true,
        });
        return Finished(upload, await conversation.FinishAsync(begun, last: null, cancellationToken).ConfigureAwait(false));
    }

    protected override Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => throw CosErrors.UploadNotFound(upload.Entry.UploadId);

    // What was begun without hearing of a session may be finished by now all the same.
    private static async Task<UploadOutcome?> FindAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => await new Reconciliation(upload).FindOursAsync(cancellationToken).ConfigureAwait(false) is { } stored ? Finished(upload, stored) : null;

    // Another upload in its place is none that resuming could fill up.
    private static async Task<CosException> NothingOfItAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => upload.Entry.Record?.Session is not null && await upload.FindAsync(cancellationToken).ConfigureAwait(false) is { IsFinished: false }
            ? CosErrors.UploadNotProven(upload.Key, refusal: null)
            : CosErrors.UploadIncomplete(upload.Key, upload.Source.Length, [(0, upload.Source.Length)]);
}
