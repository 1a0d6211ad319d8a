using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>Asks the service how far an upload is. Nothing is changed, here or there.</summary>
internal sealed class UploadRefresh(RemoteUpload upload, CosUpload known, UploadRecord? record)
{
    /// <summary>The same upload as the service has it.</summary>
    public async Task<CosUpload> AskAsync(CancellationToken cancellationToken)
    {
        if (await AskListAsync(cancellationToken).ConfigureAwait(false) is { } unfinished)
        {
            return unfinished;
        }

        StatAnswer? stat = await upload.FindAsync(cancellationToken).ConfigureAwait(false);
        if (stat is null)
        {
            return With(0, Unfinished(0));
        }

        if (!stat.IsFinished)
        {
            return With(stat.FileSize == known.Length ? stat.FileLength : 0, Unfinished(stat.FileLength));
        }

        if (stat.FileSize != known.Length || (stat.Sha is not null && record?.Sha1 is not null && !IsSame(stat.Sha, record.Sha1)))
        {
            return With(0, CosUploadState.Failed, TransferTexts.ReplacedByObject);
        }

        // Where the service knows no sha, this user's having asked for the last step tells whose object it is.
        bool isOurs = stat.Sha is null ? record is { IsFinishAsked: true } : record?.Sha1 is not null;
        return isOurs
            ? With(known.Length, CosUploadState.Completed)
            : With(
                0,
                CosUploadState.Interrupted,
                TransferTexts.NotComparable);
    }

    // Only version 4 names what it has of an unfinished upload.
    private async Task<CosUpload?> AskListAsync(CancellationToken cancellationToken)
    {
        if (await upload.ListAsync(cancellationToken).ConfigureAwait(false) is not { Finished: null } list)
        {
            return null;
        }

        bool isOwn = list.FileSize == known.Length
            && (record is null || list.Session == record.Session || (record.Sha1 is not null && list.Sha == record.Sha1));
        if (!isOwn)
        {
            return With(0, CosUploadState.Failed, TransferTexts.ReplacedByUpload);
        }

        long held = ByteRanges.Count(ByteRanges.Merge(list.Parts, known.Length));
        return With(held, Unfinished(held));
    }

    private CosUploadState Unfinished(long held) => known.State switch
    {
        CosUploadState.Sending or CosUploadState.Waiting or CosUploadState.Failed => known.State,
        _ => held == known.Length ? CosUploadState.Sent : CosUploadState.Interrupted,
    };

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private CosUpload With(long bytes, CosUploadState state, string? finding = null)
    {
        CosUpload fresh = known.Copy();
        fresh.State = state;
        fresh.BytesSent = bytes;
        fresh.LastError = finding ?? known.LastError;
        fresh.LastErrorCode = finding is null ? known.LastErrorCode : null;
        return fresh;
    }
}
