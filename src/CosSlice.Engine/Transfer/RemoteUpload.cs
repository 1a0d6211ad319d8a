using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The service's side of one upload: whom to ask for it, and the questions that more than one step asks.</summary>
internal class RemoteUpload(UploadServices services, CosContext context, ObjectKey key, UploadProgress progress)
{
    // Told once: there are thousands of slices.
    private bool _isAccepted;

    public UploadServices Services { get; } = services;

    public TransferOptions Options => Services.Options;

    public UploadProtocol Protocol { get; } = services.ProtocolOf(context.ApiVersion);

    public CosContext Context { get; } = context;

    public CosTarget Target { get; } = CosTarget.Object(context, key);

    public string Key { get; } = key.Value;

    public UploadProgress Progress { get; } = progress;

    /// <summary>Runs a request under the throttle, repeated as the retry policy has it.</summary>
    public async Task<T> RunAsync<T>(
        string operation, AttemptTrace trace, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            T result = await Services.Runner.RunAsync(operation, Progress, trace, attempt, cancellationToken).ConfigureAwait(false);
            if (!_isAccepted)
            {
                Services.Access.Accept(Context);
                _isAccepted = true;
            }

            return result;
        }
        catch (CosException refused)
        {
            Services.Access.Refuse(Context, refused);
            throw;
        }
    }

    /// <summary>Asks what the object is; <see langword="null"/> where there is none.</summary>
    public Task<StatAnswer?> FindAsync(CancellationToken cancellationToken)
        => AskAsync(UploadProtocol.Stat, (trace, token) => Protocol.StatAsync(Target, trace, token), cancellationToken);

    /// <summary>Asks what the service has of the upload; <see langword="null"/> where it knows of none, or its generation has no such question.</summary>
    public async Task<ListAnswer?> ListAsync(CancellationToken cancellationToken)
        => Protocol is V4Protocol v4
            ? await AskAsync(V4Protocol.List, (trace, token) => v4.ListAsync(Target, trace, token), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The addresses of an object that is known to be finished and the same; <see langword="null"/> where it is not any more.</summary>
    public Task<ObjectAnswer?> FindFinishedAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        return RunAsync(
            Protocol.FindOperation, trace, token => Protocol.FindFinishedAsync(Target, trace, token), cancellationToken);
    }

    /// <summary>Tells the observer of a decision.</summary>
    public void Note(string message) => Services.Observer?.Noted(Progress, message);

    /// <summary>Tells the observer of something that the user should know.</summary>
    public void Warn(string message) => Services.Observer?.Warned(Progress, message);

    private async Task<T?> AskAsync<T>(
        string operation, Func<AttemptTrace, CancellationToken, Task<T>> question, CancellationToken cancellationToken)
        where T : class
    {
        AttemptTrace trace = new();
        try
        {
            return await RunAsync(operation, trace, token => question(trace, token), cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            return null;
        }
    }
}
