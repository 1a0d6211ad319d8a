using CosSlice.Http;
using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What the service holds of an earlier upload of the same name that was never finished.</summary>
internal sealed class UnfinishedUpload(RemoteUpload upload)
{
    /// <summary>Deletes it, whoever began it, and only if it is unfinished.</summary>
    /// <exception cref="CosException"><c>UploadNotProven</c>: it was finished meanwhile.</exception>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            StatAnswer discarded = await upload.RunAsync(
                UploadProtocol.Delete, trace, LookAndDeleteAsync, cancellationToken).ConfigureAwait(false);
            upload.Note(
                TextFormat.Of(TransferTexts.Discarded, discarded.FileLength, discarded.FileSize));
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            // It is gone, which is what was wanted.
            upload.Note(TransferTexts.DiscardedByOthers);
        }

        // Asked anew before every try: after a lost answer, what has that name may be another one's finished object.
        async Task<StatAnswer> LookAndDeleteAsync(CancellationToken token)
        {
            StatAnswer stat = await upload.Protocol.StatAsync(upload.Target, trace, token).ConfigureAwait(false);
            if (stat.IsFinished)
            {
                throw CosErrors.DeleteRefused(upload.Key);
            }

            await upload.Protocol.DeleteAsync(upload.Target, trace, token).ConfigureAwait(false);
            return stat;
        }
    }

    /// <summary>Deletes it if it is unfinished and the one that this user began.</summary>
    /// <param name="begun">What the journal remembers of that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Remainder> DiscardAsync(UploadRecord begun, CancellationToken cancellationToken)
    {
        Remainder found = upload.Protocol is V4Protocol
            ? Judge(await upload.ListAsync(cancellationToken).ConfigureAwait(false), begun)
            : Judge(await upload.FindAsync(cancellationToken).ConfigureAwait(false), begun);
        if (found != Remainder.Own)
        {
            return found;
        }

        await DiscardAsync(cancellationToken).ConfigureAwait(false);
        return Remainder.Discarded;
    }

    private static Remainder Judge(ListAnswer? list, UploadRecord begun)
    {
        if (list is null)
        {
            return Remainder.None;
        }

        if (list.Finished is not null)
        {
            return Remainder.Finished;
        }

        // Where a run was cut off before it heard of its session, the content that it had announced tells; without sha nobody else
        // can have sent anything for it.
        bool isOwn = begun.Session is not null ? list.Session == begun.Session
            : begun.Checksum == CosChecksum.Sha1 ? begun.Sha1 is not null && list.Sha == begun.Sha1
            : list.Sha is null && list.Parts.Count == 0;
        return isOwn && list.FileSize == begun.Length ? Remainder.Own : Remainder.Anothers;
    }

    // Version 1 names the session of an upload to nobody but the one who begins it.
    private static Remainder Judge(StatAnswer? stat, UploadRecord begun)
    {
        if (stat is null)
        {
            return Remainder.None;
        }

        if (stat.IsFinished)
        {
            return Remainder.Finished;
        }

        return stat.IsOf(begun.Sha1, begun.Length) ? Remainder.Own : Remainder.Anothers;
    }
}
