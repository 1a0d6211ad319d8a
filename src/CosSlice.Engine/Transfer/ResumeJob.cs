namespace CosSlice.Transfer;

/// <summary>Carries an upload on.</summary>
internal sealed class ResumeJob(UploadServices services, UploadRequest request, UploadProgress progress)
    : RememberedJob(services, request, progress)
{
    protected override Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => new SlicedUpload(upload).RunAsync(cancellationToken);

    // What the service has of it is found by its SHA-1. Where it has nothing there is nothing to carry on: the upload may have
    // been given up on purpose.
    protected override async Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => await upload.FindAsync(cancellationToken).ConfigureAwait(false) is null
            ? throw CosErrors.UploadNotFound(upload.Entry.UploadId)
            : await SendAsync(upload, cancellationToken).ConfigureAwait(false);
}
