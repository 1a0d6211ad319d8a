namespace CosSlice.Transfer;

/// <summary>Carries an upload on.</summary>
/// <param name="services">What all uploads share.</param>
/// <param name="request">The file and where it goes.</param>
/// <param name="progress">The counters.</param>
/// <param name="wasBegun">Whether the service must have something of it: the journal knew of it when it was asked for, or it was finished.</param>
internal sealed class ResumeJob(UploadServices services, UploadRequest request, UploadProgress progress, bool wasBegun)
    : RememberedJob(services, request, progress)
{
    protected override Task<UploadOutcome> GoOnAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => new SlicedUpload(upload).RunAsync(cancellationToken);

    // What the service has of it is found by its SHA-1. Where it has nothing, and the entry went since the command listed it, the
    // upload was given up on purpose; and what was finished of another content is not sent under the old name. An upload that never
    // had an entry came to nothing before its first byte was there, or goes up in one request: to carry it on is to send it.
    protected override async Task<UploadOutcome> WithoutEntryAsync(CurrentUpload upload, CancellationToken cancellationToken)
        => wasBegun && await upload.FindAsync(cancellationToken).ConfigureAwait(false) is null
            ? throw CosErrors.UploadNotFound(upload.Entry.UploadId)
            : await SendAsync(upload, cancellationToken).ConfigureAwait(false);
}
