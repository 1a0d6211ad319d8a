namespace CosSlice.Transfer;

/// <summary>Carries an upload on.</summary>
internal sealed class ResumeJob(UploadServices services, UploadRequest request, UploadProgress progress)
    : RememberedJob(services, request, progress)
{
    protected override Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => new SlicedUpload(upload).RunAsync(cancellationToken);

    // What the service has of it is found by its SHA-1.
    protected override Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => SendAsync(upload, cancellationToken);
}
