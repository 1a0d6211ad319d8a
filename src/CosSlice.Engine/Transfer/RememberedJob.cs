using CosSlice.Files;
using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>
/// Goes on with an upload that was begun before, as the journal remembers it: one that is finished already is done, and a file
/// that is not what was begun is refused.
/// </summary>
internal abstract class RememberedJob(UploadServices services, UploadRequest request, UploadProgress progress)
    : UploadJob(services, request, progress)
{
    protected sealed override async Task<UploadOutcome> WorkAsync(CancellationToken cancellationToken)
    {
        JournalEntry entry = OpenEntry(matters: true);
        if (entry.Earlier is not { } earlier)
        {
            using SourceFile named = OpenOrMiss(Request.LiteralPath);
            CurrentUpload unknown = new(Services, Request, named, entry, Progress);
            return await FindFinishedAsync(unknown, cancellationToken).ConfigureAwait(false)
                ?? await WithoutEntryAsync(unknown, cancellationToken).ConfigureAwait(false);
        }

        RememberedObject remembered = new(new RemoteUpload(Services, Request.Context, Request.Key, Progress), earlier);
        bool mayBeFinished = earlier.IsFinishAsked || earlier.State == CosUploadState.Completed;
        if (mayBeFinished && await remembered.FindAsync(cancellationToken).ConfigureAwait(false) is { } finished)
        {
            return finished;
        }

        CosException unusable;
        try
        {
            using SourceFile source = OpenOrMiss(earlier.LiteralPath);
            CurrentUpload upload = new(Services, Request, source, entry, Progress);
            string? difference = await new EarlierUpload(upload, earlier).CompareAsync(cancellationToken).ConfigureAwait(false);
            if (difference is null)
            {
                upload.TakeUp(earlier);
                return await GoOnAsync(upload, cancellationToken).ConfigureAwait(false);
            }

            unusable = CosErrors.SourceChangedSince(source.Path, difference);
        }
        catch (CosException missing) when (missing.ErrorId == CosErrors.SourceMissingId)
        {
            unusable = missing;
        }

        // Another run may have finished it, on this machine or another, before the file went its way.
        return await remembered.FindAsync(cancellationToken).ConfigureAwait(false) ?? throw unusable;
    }

    /// <summary>Goes on with what is proven to be of this content.</summary>
    protected abstract Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken);

    /// <summary>The journal knows nothing of the upload, and the service has no finished object that equals the file.</summary>
    protected abstract Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken);

    /// <summary>The outcome where nothing is left to send.</summary>
    protected static UploadOutcome Finished(CurrentUpload upload, ObjectAnswer stored)
    {
        upload.Progress.SetHeld(upload.Source.Length);
        return new UploadOutcome(stored, upload.Source.Length, upload.Terms.Sha) { IsResumed = true };
    }

    private static async Task<UploadOutcome?> FindFinishedAsync(CurrentUpload upload, CancellationToken cancellationToken)
    {
        // The file is read only where there is something to compare it with.
        bool isOurs = await new Reconciliation(upload).IsOursAsync(otherwise: false, cancellationToken).ConfigureAwait(false);
        if (!isOurs || await upload.FindFinishedAsync(cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        upload.Note(TransferTexts.FinishedAlready);
        return Finished(upload, stored);
    }

    private SourceFile OpenOrMiss(string path)
    {
        try
        {
            return OpenSource(path);
        }
        catch (CosException missing) when (missing.ErrorId is CosErrors.PathNotFoundId or CosErrors.PathIsFolderId)
        {
            throw CosErrors.SourceMissing(path, missing);
        }
    }
}
