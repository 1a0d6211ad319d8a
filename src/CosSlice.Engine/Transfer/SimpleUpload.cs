using CosSlice.Files;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A small file in one request, <c>op=upload</c>.</summary>
internal sealed class SimpleUpload
{
    private readonly UploadServices _services;
    private readonly UploadRequest _request;
    private readonly SourceFile _source;
    private readonly UploadProgress _progress;

    public SimpleUpload(UploadServices services, UploadRequest request, SourceFile source, UploadProgress progress)
    {
        _services = services;
        _request = request;
        _source = source;
        _progress = progress;
    }

    public async Task<ObjectAnswer> RunAsync(CancellationToken cancellationToken)
    {
        _progress.Enter(UploadPhase.Sending);
        ObjectAnswer stored;
        try
        {
            stored = await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
        {
            if (!_services.Options.Force)
            {
                throw CosErrors.UploadNotProven(_request.Key.Value);
            }

            await new UnfinishedUpload(_services, _request, _progress).DiscardAsync(cancellationToken).ConfigureAwait(false);
            stored = await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        _progress.Acknowledge(_source.Length);
        return stored;
    }

    private async Task<ObjectAnswer> SendAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        ContentRange whole = new(_source, 0, _source.Length, computeMd5: false, _progress);
        try
        {
            return await _services.Runner.RunAsync(
                V4Protocol.Upload,
                _progress,
                trace,
                token => _services.Protocol.UploadAsync(_request, whole, _services.Options.Force, trace, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
        {
            if (!trace.AnswerLost)
            {
                throw CosErrors.FileExists(_request.Key.Value);
            }

            return await new Reconciliation(_services, _request, _source, _progress)
                .OfRepeatedUploadAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);
        }
    }
}
