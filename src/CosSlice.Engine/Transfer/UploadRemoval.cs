using CosSlice.Journal;

namespace CosSlice.Transfer;

/// <summary>Gives an upload up: its entry in the journal, and where that is wanted what the service has of it.</summary>
internal sealed class UploadRemoval(UploadServices services, string uploadId, UploadProgress progress)
{
    /// <summary>Forgets it; what the service has of it stays there.</summary>
    public void Forget()
    {
        using JournalEntry entry = Open();
        Forget(entry);
    }

    /// <summary>Deletes the half object, if it is unfinished and this upload's, and forgets the upload.</summary>
    /// <param name="upload">The service's side.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task DiscardAsync(RemoteUpload upload, CancellationToken cancellationToken)
    {
        using JournalEntry entry = Open();
        if (entry.Earlier is not { } record)
        {
            Forget(entry);
            return;
        }

        switch (await new UnfinishedUpload(upload).DiscardAsync(record, cancellationToken).ConfigureAwait(false))
        {
            case Remainder.Finished:
                upload.Warn(TransferTexts.FinishedStays);
                break;
            case Remainder.Anothers:
                upload.Warn(TransferTexts.ForeignStays);
                break;
            case Remainder.None:
                upload.Note(TransferTexts.NothingHeld);
                break;
        }

        Forget(entry);
    }

    private JournalEntry Open()
        => JournalEntry.Open(services, uploadId, progress.Key, warning => services.Observer?.Warned(progress, warning), matters: true);

    private void Forget(JournalEntry entry)
    {
        if (entry.Earlier is null)
        {
            services.Observer?.Noted(progress, TransferTexts.NotKnown);
            return;
        }

        try
        {
            services.Journal.Remove(entry.UploadId);
            services.Observer?.Noted(progress, TransferTexts.Forgotten);
        }
        catch (JournalException failure)
        {
            throw CosErrors.JournalUnusable(failure);
        }
    }
}
