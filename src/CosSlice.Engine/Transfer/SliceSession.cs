using CosSlice.Files;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>Gets a session for a file, whatever of the same name the service may already hold.</summary>
internal sealed class SliceSession
{
    private readonly UploadServices _services;
    private readonly UploadRequest _request;
    private readonly SourceFile _source;
    private readonly UploadProgress _progress;

    public SliceSession(UploadServices services, UploadRequest request, SourceFile source, UploadProgress progress)
    {
        _services = services;
        _request = request;
        _source = source;
        _progress = progress;
    }

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
                throw CosErrors.FileExists(_request.Key.Value);
            }
            catch (CosServiceException refused) when (refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
            {
                if (trace.WholeRequestLost && await FindOwnAsync(cancellationToken).ConfigureAwait(false) is { } own)
                {
                    return own;
                }

                if (!_services.Options.Force || hasDiscarded)
                {
                    throw CosErrors.UploadNotProven(_request.Key.Value);
                }
            }

            await new UnfinishedUpload(_services, _request, _progress).DiscardAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<BeginAnswer> InitAsync(AttemptTrace trace, CancellationToken cancellationToken)
        => _services.Runner.RunAsync(
            V4Protocol.Init,
            _progress,
            trace,
            token => _services.Protocol.BeginAsync(
                _request, _source.Length, _services.Options.SliceSize, _services.Options.Force, trace, token),
            cancellationToken);

    /// <summary>
    /// After our own repeated init: the session that the lost answer spoke of. Nobody has sent a slice for it yet; one
    /// that holds any content is someone else's, and is not continued. Another client's that has just begun looks the same,
    /// so what comes of it is compared with the file at the end.
    /// </summary>
    private async Task<BeginAnswer?> FindOwnAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        ListAnswer list = await _services.Runner.RunAsync(
            V4Protocol.List, _progress, trace, token => _services.Protocol.ListAsync(_request, trace, token), cancellationToken)
            .ConfigureAwait(false);
        if (list.Session is null || list.Parts.Count > 0 || list.FileSize != _source.Length)
        {
            return null;
        }

        _services.Observer?.Noted(_progress, "The answer to upload_slice_init was lost; the service has the session, and the upload goes on with it.");

        // The list does not repeat serial_upload: one slice at a time is right in either case.
        return new BeginAnswer(list.Session, list.SliceSize, isSerial: true) { IsPresumed = true };
    }
}
