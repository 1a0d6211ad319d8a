using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What the service holds of an earlier upload of the same name that was never finished.</summary>
internal sealed class UnfinishedUpload(UploadServices services, UploadRequest request, UploadProgress progress)
{
    /// <summary>Deletes it, and only if it is unfinished.</summary>
    /// <exception cref="CosException"><c>UploadNotProven</c>: it was finished meanwhile.</exception>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            StatAnswer discarded = await services.Runner.RunAsync(
                V4Protocol.Delete, progress, trace, LookAndDeleteAsync, cancellationToken).ConfigureAwait(false);
            services.Observer?.Noted(
                progress,
                $"An unfinished upload of unknown content was discarded ({discarded.FileLength} of {discarded.FileSize} bytes).");
        }
        catch (CosServiceException refused) when (refused.Code == ServiceCodes.NotFound)
        {
            // It is gone, which is what was wanted.
            services.Observer?.Noted(progress, "The unfinished upload is gone.");
        }

        // Asked anew before every try: after a lost answer, what has that name may be another one's finished object.
        async Task<StatAnswer> LookAndDeleteAsync(CancellationToken token)
        {
            StatAnswer stat = await services.Protocol.StatAsync(request, trace, token).ConfigureAwait(false);
            if (stat.IsFinished)
            {
                throw CosErrors.DeleteRefused(request.Key.Value);
            }

            await services.Protocol.DeleteAsync(request, trace, token).ConfigureAwait(false);
            return stat;
        }
    }
}
