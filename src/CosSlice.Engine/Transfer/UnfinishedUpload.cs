using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What the service holds of an earlier upload of the same name that was never finished.</summary>
internal sealed class UnfinishedUpload(CurrentUpload upload)
{
    /// <summary>Deletes it, and only if it is unfinished.</summary>
    /// <exception cref="CosException"><c>UploadNotProven</c>: it was finished meanwhile.</exception>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            StatAnswer discarded = await upload.RunAsync(
                UploadProtocol.Delete, trace, LookAndDeleteAsync, cancellationToken).ConfigureAwait(false);
            upload.Note(
                $"The unfinished upload was discarded ({discarded.FileLength} of {discarded.FileSize} bytes).");
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            // It is gone, which is what was wanted.
            upload.Note("The unfinished upload is gone.");
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
}
