namespace CosSlice.Transfer;

/// <summary>Carries an upload on.</summary>
/// <param name="services">What all uploads share.</param>
/// <param name="request">The file and where it goes.</param>
/// <param name="progress">The counters.</param>
/// <param name="wasRemembered">Whether the journal knew of it when it was asked for.</param>
internal sealed class ResumeJob(UploadServices services, UploadRequest request, UploadProgress progress, bool wasRemembered)
    : RememberedJob(services, request, progress)
{
    protected override Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => new SlicedUpload(upload).RunAsync(cancellationToken);

    // What the service has of it is found by its SHA-1. Where it has nothing, and the entry went since the command listed it, the
    // upload was given up on purpose. An upload that never had one came to nothing before its first byte was there, or goes up
    // in one request: to carry it on is to send it.
    protected override async Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => wasRemembered && await upload.FindAsync(cancellationToken).ConfigureAwait(false) is null
            ? throw CosErrors.UploadNotFound(upload.Entry.UploadId)
            : await SendAsync(upload, cancellationToken).ConfigureAwait(false);
}
