using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A small file in one request, <c>op=upload</c>.</summary>
internal sealed class SimpleUpload(CurrentUpload upload)
{
    public async Task<ObjectAnswer> RunAsync(CancellationToken cancellationToken)
    {
        upload.Progress.Enter(UploadPhase.Sending);
        ObjectAnswer stored;
        try
        {
            stored = await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
        {
            if (!upload.Options.Force)
            {
                throw CosErrors.UploadNotProven(upload.Key);
            }

            await new UnfinishedUpload(upload).DiscardAsync(cancellationToken).ConfigureAwait(false);
            stored = await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        upload.Progress.Acknowledge(upload.Source.Length);
        return stored;
    }

    private async Task<ObjectAnswer> SendAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        ContentRange whole = new(upload.Source, 0, upload.Source.Length, computeMd5: false, upload.Progress);
        try
        {
            return await upload.RunAsync(
                V4Protocol.Upload,
                trace,
                token => upload.Protocol.UploadAsync(upload.Request, whole, upload.Options.Force, trace, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
        {
            if (!trace.AnswerLost)
            {
                throw CosErrors.FileExists(upload.Key);
            }

            return await new Reconciliation(upload)
                .OfRepeatedUploadAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);
        }
    }
}
