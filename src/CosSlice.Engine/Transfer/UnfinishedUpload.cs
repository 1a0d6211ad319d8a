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
        try
        {
            AttemptTrace asked = new();
            StatAnswer stat = await services.Runner.RunAsync(
                V4Protocol.Stat, progress, asked, token => services.Protocol.StatAsync(request, asked, token), cancellationToken)
                .ConfigureAwait(false);
            if (stat.IsFinished)
            {
                throw CosErrors.DeleteRefused(request.Key.Value);
            }

            AttemptTrace deleting = new();
            _ = await services.Runner.RunAsync(
                V4Protocol.Delete, progress, deleting, DeleteOnceAsync, cancellationToken).ConfigureAwait(false);
            services.Observer?.Noted(
                progress, $"An unfinished upload of unknown content was discarded ({stat.FileLength} of {stat.FileSize} bytes).");

            async Task<bool> DeleteOnceAsync(CancellationToken token)
            {
                await services.Protocol.DeleteAsync(request, deleting, token).ConfigureAwait(false);
                return true;
            }
        }
        catch (CosServiceException refused) when (refused.Code == ServiceCodes.NotFound)
        {
            // It is gone, which is what was wanted.
            services.Observer?.Noted(progress, "The unfinished upload was gone before it could be discarded.");
        }
    }
}
