using CosSlice.Files;
using CosSlice.Protocol;
using CosSlice.Signatures;

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
            _request.Context.EnsureTimeLeft(_services.ServerClock);
            EnsureChecksumFits();
            using SourceFile source = SourceFile.Open(_request.LiteralPath);
            _progress.SetLength(source.Length);
            if (source.Length > TransferOptions.FileMaximum)
            {
                throw CosErrors.FileTooLarge(source.Path, source.Length, TransferOptions.FileMaximum);
            }

            CurrentUpload upload = new(_services, _request, source, _progress);
            UploadOutcome outcome = await SendAsync(upload, cancellationToken).ConfigureAwait(false);
            isStored = true;
            return Describe(upload, outcome, startedAt, _services.Clock.Elapsed - started);
        }
        catch (CosServiceException refused)
            when (refused.Class == RetryClass.SignAgain && _request.Context.Credential is SignatureCredential signature)
        {
            CosException expired = CosErrors.SignatureExpired(signature.Text.ExpiresAt, refused);
            expired.Upload = Snapshot(expired);
            throw expired;
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

    private void EnsureChecksumFits()
    {
        if (_request.Context.ApiVersion == 1 && _services.Options.Checksum != CosChecksum.Sha1)
        {
            throw CosErrors.ChecksumNotTaken(_services.Options.Checksum);
        }
    }

    // The conversation in slices needs at least one.
    private Task<UploadOutcome> SendAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => upload.Source.Length == 0 || upload.Source.Length <= upload.Options.SimpleUploadLimit
            ? new SimpleUpload(upload).RunAsync(cancellationToken)
            : new SlicedUpload(upload, size => _sliceSize = size).RunAsync(cancellationToken);

    private CosFile Describe(CurrentUpload upload, UploadOutcome outcome, DateTime startedAt, TimeSpan duration) => new()
    {
        LiteralPath = upload.Source.Path,
        Key = _request.Key.Value,
        Bucket = _request.Context.Bucket,
        AppId = _request.Context.AppId,
        Endpoint = _request.Context.Endpoint,
        ApiVersion = _request.Context.ApiVersion,
        Length = upload.Source.Length,
        Sha1 = upload.Terms.Sha,
        AccessUrl = outcome.Stored.AccessUrl,
        SourceUrl = outcome.Stored.SourceUrl,
        Url = outcome.Stored.Url,
        PreviewUrl = outcome.Stored.PreviewUrl,
        ResourcePath = outcome.Stored.ResourcePath,
        InstantUpload = outcome.IsInstant,
        Resumed = outcome.IsResumed,
        BytesSent = _progress.BytesSent,
        StartedAt = startedAt,
        Duration = duration,
        RequestId = outcome.Stored.RequestId,
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
