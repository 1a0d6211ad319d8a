using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A small file in one request, <c>op=upload</c>.</summary>
internal sealed class SimpleUpload(CurrentUpload upload)
{
    public async Task<UploadOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using HeldContent? held = upload.Source.Length <= WritePace.Piece ? upload.Hold() : null;
        if (held is null)
        {
            await upload.HashAsync(withParts: false, cancellationToken).ConfigureAwait(false);
        }

        upload.Progress.Enter(UploadPhase.Sending);
        ObjectAnswer stored;
        try
        {
            stored = await SendAsync(held, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (upload.Protocol is V4Protocol && refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
        {
            if (refused.Code == ServiceCodes.Unfinished && upload.Terms.Sha is not null && upload.Source.Length > 0)
            {
                // The same content was begun in slices: the way in slices finds out, and carries it on.
                return await new SlicedUpload(upload).RunAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!upload.Options.Force)
            {
                throw CosErrors.UploadNotProven(upload.Key, refused);
            }

            await new UnfinishedUpload(upload).DiscardAsync(cancellationToken).ConfigureAwait(false);
            stored = await SendAsync(held, cancellationToken).ConfigureAwait(false);
        }

        upload.Progress.Acknowledge(upload.Source.Length);
        return new UploadOutcome(stored, upload.Source.Length, upload.Terms.Sha);
    }

    private async Task<ObjectAnswer> SendAsync(HeldContent? held, CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        ContentRange whole = new(upload.Source, 0, upload.Source.Length, ContentDigest.None, completesObject: true, upload.Progress) { Held = held };
        try
        {
            return await new MissingFolders(upload).CreateForAsync(
                () => upload.RunAsync(
                    UploadProtocol.Upload,
                    trace,
                    token => upload.Protocol.UploadAsync(upload.Target, upload.Terms, whole, trace, token),
                    cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
        {
            return await new Reconciliation(upload).OfUploadAsync(refused, trace, cancellationToken).ConfigureAwait(false);
        }
    }
}
