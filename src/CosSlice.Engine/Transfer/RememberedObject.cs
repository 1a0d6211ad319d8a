using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The object that an upload in the journal was to become, for a run that need not or cannot read the file.</summary>
internal sealed class RememberedObject(RemoteUpload upload, UploadRecord record)
{
    /// <summary>The object, where it is finished and proven to be what the upload was to become.</summary>
    /// <remarks>
    /// Proven by the SHA-1 on both sides; where the service knows none, by the length and by this user's having asked for the last
    /// step, which names the session and so cannot have finished another one's upload. Where only the journal knows none, the file
    /// must tell: someone else may have put another object there since.
    /// </remarks>
    public async Task<UploadOutcome?> FindAsync(CancellationToken cancellationToken)
    {
        StatAnswer? stat = await upload.FindAsync(cancellationToken).ConfigureAwait(false);
        if (stat is not { IsFinished: true } || stat.FileSize != record.Length)
        {
            return null;
        }

        bool isOurs = stat.Sha is null
            ? record.IsFinishAsked
            : string.Equals(stat.Sha, record.Sha1, StringComparison.OrdinalIgnoreCase);
        ObjectAnswer? stored = isOurs ? await upload.FindFinishedAsync(cancellationToken).ConfigureAwait(false) : null;
        if (stored is null)
        {
            return null;
        }

        upload.Note(TransferTexts.FinishedAlready);
        upload.Progress.SetLength(record.Length);
        upload.Progress.SetHeld(record.Length);
        bool isInstant = record.State == CosUploadState.Completed;
        return new UploadOutcome(stored, record.Length, record.Sha1) { IsInstant = isInstant, IsResumed = !isInstant };
    }
}
