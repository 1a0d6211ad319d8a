using CosSlice.Http;

namespace CosSlice.Protocol;

/// <summary>
/// The steps of an upload in one generation of the API. Each call is one attempt: what a failure means, and whether it is
/// repeated, is decided elsewhere.
/// </summary>
internal interface IUploadProtocol
{
    /// <summary>The whole file in one request.</summary>
    Task<ObjectAnswer> UploadAsync(UploadRequest target, ContentRange content, bool overwrite, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>Asks for a session.</summary>
    Task<BeginAnswer> BeginAsync(UploadRequest target, long fileSize, long sliceSize, bool overwrite, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>Sends one slice and returns the MD5 that the service computed of it, where it sent one.</summary>
    Task<string?> SendSliceAsync(UploadRequest target, string session, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>Asks what the service has.</summary>
    Task<ListAnswer> ListAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>The last step: makes the object whole.</summary>
    Task<ObjectAnswer> FinishAsync(UploadRequest target, string session, long fileSize, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>Asks what an object is.</summary>
    Task<StatAnswer> StatAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>Deletes an object. The caller has made sure that it is an unfinished one.</summary>
    Task DeleteAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken);
}
