using CosSlice.Files;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What every step of one file's upload works with, and the questions that more than one of them asks.</summary>
internal sealed class CurrentUpload(UploadServices services, UploadRequest request, SourceFile source, UploadProgress progress)
{
    public UploadServices Services { get; } = services;

    public TransferOptions Options => Services.Options;

    public IUploadProtocol Protocol => Services.Protocol;

    public UploadRequest Request { get; } = request;

    public string Key => Request.Key.Value;

    public SourceFile Source { get; } = source;

    public UploadProgress Progress { get; } = progress;

    /// <summary>Runs a request under the throttle, repeated as the retry policy has it.</summary>
    public Task<T> RunAsync<T>(
        string operation, AttemptTrace trace, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
        => Services.Runner.RunAsync(operation, Progress, trace, attempt, cancellationToken);

    /// <summary>Asks what the service has of the object's content.</summary>
    public Task<ListAnswer> ListAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        return RunAsync(V4Protocol.List, trace, token => Protocol.ListAsync(Request, trace, token), cancellationToken);
    }

    /// <summary>Asks what the object is.</summary>
    public Task<StatAnswer> StatAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        return RunAsync(V4Protocol.Stat, trace, token => Protocol.StatAsync(Request, trace, token), cancellationToken);
    }

    /// <summary>Tells the observer of a decision.</summary>
    public void Note(string message) => Services.Observer?.Noted(Progress, message);
}
