using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>Gets a session for a file, whatever of the same name the service may already hold.</summary>
internal sealed class SliceSession(CurrentUpload upload)
{
    public async Task<BeginAnswer> BeginAsync(CancellationToken cancellationToken)
    {
        for (bool hasDiscarded = false; ; hasDiscarded = true)
        {
            AttemptTrace trace = new();
            try
            {
                return await InitAsync(trace, cancellationToken).ConfigureAwait(false);
            }
            catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
            {
                throw CosErrors.FileExists(upload.Key);
            }
            catch (CosServiceException refused) when (refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
            {
                if (trace.WholeRequestLost && await FindOwnAsync(cancellationToken).ConfigureAwait(false) is { } own)
                {
                    return own;
                }

                if (!upload.Options.Force || hasDiscarded)
                {
                    throw CosErrors.UploadNotProven(upload.Key);
                }
            }

            await new UnfinishedUpload(upload).DiscardAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<BeginAnswer> InitAsync(AttemptTrace trace, CancellationToken cancellationToken)
        => upload.RunAsync(
            V4Protocol.Init,
            trace,
            token => upload.Protocol.BeginAsync(
                upload.Request, upload.Source.Length, upload.Options.SliceSize, upload.Options.Force, trace, token),
            cancellationToken);

    /// <summary>
    /// After our own repeated init: the session that the lost answer spoke of. Nobody has sent a slice for it yet; one
    /// that holds any content is someone else's, and is not continued. Another client's that has just begun looks the same,
    /// so what comes of it is compared with the file at the end.
    /// </summary>
    private async Task<BeginAnswer?> FindOwnAsync(CancellationToken cancellationToken)
    {
        ListAnswer list = await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        if (list.Session is null || list.Parts.Count > 0 || list.FileSize != upload.Source.Length)
        {
            return null;
        }

        upload.Note("The answer to upload_slice_init was lost; the service has the session, and the upload goes on with it.");

        // The list does not repeat serial_upload: one slice at a time is right in either case.
        return new BeginAnswer(list.Session, list.SliceSize, isSerial: true) { IsPresumed = true };
    }
}
