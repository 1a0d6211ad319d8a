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
                upload.Warn("The service holds a finished object under this key: it stays.");
                break;
            case Remainder.Anothers:
                upload.Warn("The service holds an unfinished upload under this key that is not known to be this one: it stays.");
                break;
            case Remainder.None:
                upload.Note("The service holds nothing of the upload.");
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
            services.Observer?.Noted(progress, "No unfinished upload of it is remembered.");
            return;
        }

        try
        {
            services.Journal.Remove(entry.UploadId);
            services.Observer?.Noted(progress, "The upload is forgotten.");
        }
        catch (JournalException failure)
        {
            throw CosErrors.JournalUnusable(failure);
        }
    }
}
