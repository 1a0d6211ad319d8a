using CosSlice.Files;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>One file's way up: opened, sent whole or in slices, and its result or failure put into words.</summary>
internal sealed class UploadJob
{
    private readonly UploadServices _services;
    private readonly UploadRequest _request;
    private readonly UploadProgress _progress;
    private long _sliceSize;

    public UploadJob(UploadServices services, UploadRequest request, UploadProgress progress)
    {
        _services = services;
        _request = request;
        _progress = progress;
    }

    public async Task<CosFile> RunAsync(CancellationToken cancellationToken)
    {
        DateTime startedAt = _services.Clock.UtcNow.UtcDateTime;
        TimeSpan started = _services.Clock.Elapsed;
        bool isStored = false;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            using SourceFile source = SourceFile.Open(_request.LiteralPath);
            _progress.SetLength(source.Length);
            if (source.Length > TransferOptions.FileMaximum)
            {
                throw CosErrors.FileTooLarge(source.Path, source.Length, TransferOptions.FileMaximum);
            }

            ObjectAnswer stored = await SendAsync(source, cancellationToken).ConfigureAwait(false);
            isStored = true;
            return Describe(source, stored, startedAt, _services.Clock.Elapsed - started);
        }
        catch (CosException failure)
        {
            failure.Upload ??= Snapshot(failure);
            throw;
        }
        finally
        {
            _progress.Enter(isStored ? UploadPhase.Completed : UploadPhase.Failed);
        }
    }

    private Task<ObjectAnswer> SendAsync(SourceFile source, CancellationToken cancellationToken)
    {
        CurrentUpload upload = new(_services, _request, source, _progress);

        // The conversation in slices needs at least one.
        return source.Length == 0 || source.Length <= upload.Options.SimpleUploadLimit
            ? new SimpleUpload(upload).RunAsync(cancellationToken)
            : new SlicedUpload(upload, size => _sliceSize = size).RunAsync(cancellationToken);
    }

    private CosFile Describe(SourceFile source, ObjectAnswer stored, DateTime startedAt, TimeSpan duration) => new()
    {
        LiteralPath = source.Path,
        Key = _request.Key.Value,
        Bucket = _request.Context.Bucket,
        AppId = _request.Context.AppId,
        Endpoint = _request.Context.Endpoint,
        ApiVersion = _request.Context.ApiVersion,
        Length = source.Length,
        AccessUrl = stored.AccessUrl,
        SourceUrl = stored.SourceUrl,
        Url = stored.Url,
        PreviewUrl = stored.PreviewUrl,
        ResourcePath = stored.ResourcePath,
        BytesSent = _progress.BytesAcknowledged,
        StartedAt = startedAt,
        Duration = duration,
        RequestId = stored.RequestId,
    };

    private CosUpload Snapshot(CosException failure) => new()
    {
        UploadId = UploadIdentity.Of(_request.Context, _request.Key),
        LiteralPath = _request.LiteralPath,
        Key = _request.Key.Value,
        Bucket = _request.Context.Bucket,
        AppId = _request.Context.AppId,
        Endpoint = _request.Context.Endpoint,
        ApiVersion = _request.Context.ApiVersion,
        State = failure.IsTransient ? CosUploadState.Interrupted : CosUploadState.Failed,
        Length = _progress.Length,
        BytesSent = _progress.BytesAcknowledged,
        SliceSize = _sliceSize,
        UpdatedAt = _services.Clock.UtcNow.UtcDateTime,
        LastError = failure.Message,
        LastErrorCode = failure.Code,
    };
}
