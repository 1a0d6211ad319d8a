using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What every step of one file's upload works with, and the questions that more than one of them asks.</summary>
internal sealed class CurrentUpload(UploadServices services, UploadRequest request, SourceFile source, UploadProgress progress)
{
    // What every generation and every client of the service takes; a greater slice covers several parts.
    private const long LargestPart = TransferOptions.Mebibyte;

    // A smaller file is read in less time than it takes to find out whose turn it is.
    private const long WorthATurn = TransferOptions.Mebibyte;

    public UploadServices Services { get; } = services;

    public TransferOptions Options => Services.Options;

    public UploadProtocol Protocol { get; } = services.ProtocolOf(request.Context.ApiVersion);

    public UploadRequest Request { get; } = request;

    public CosTarget Target { get; } = request.Target;

    public string Key => Request.Key.Value;

    public SourceFile Source { get; } = source;

    public UploadProgress Progress { get; } = progress;

    /// <summary>What the upload declares of itself.</summary>
    public UploadTerms Terms { get; private set; } = new(source.Length, services.Options.SliceSize, hash: null, services.Options);

    /// <summary>Reads the file for its SHA-1, where that is how content is verified, and takes it into the terms.</summary>
    /// <param name="withParts">Whether the states between the parts are needed too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task HashAsync(bool withParts, CancellationToken cancellationToken)
    {
        long partSize = withParts && Protocol is V4Protocol ? Math.Min(Options.SliceSize, LargestPart) : 0;
        if (Options.Checksum != CosChecksum.Sha1 || (Terms.Hash is not null && Terms.Hash.PartSize == partSize))
        {
            return;
        }

        Progress.Enter(UploadPhase.Hashing);
        bool takesTurn = Source.Length > WorthATurn;
        if (takesTurn)
        {
            await Services.HashTurns.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            TimeSpan started = Services.Clock.Elapsed;
            FileHash hash = await FileHasher
                .HashAsync(Source, partSize, Services.Pool, Progress, cancellationToken).ConfigureAwait(false);
            Terms = new UploadTerms(Source.Length, Options.SliceSize, hash, Options);
            if (takesTurn)
            {
                Note($"The SHA-1 is {hash.Sha1}, read in {(Services.Clock.Elapsed - started).TotalSeconds:0.0} seconds.");
            }
        }
        finally
        {
            if (takesTurn)
            {
                Services.HashTurns.Release();
            }
        }
    }

    /// <summary>Runs a request under the throttle, repeated as the retry policy has it.</summary>
    public Task<T> RunAsync<T>(
        string operation, AttemptTrace trace, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
        => Services.Runner.RunAsync(operation, Progress, trace, attempt, cancellationToken);

    /// <summary>Asks what the object is; <see langword="null"/> where there is none.</summary>
    public async Task<StatAnswer?> FindAsync(CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        try
        {
            return await RunAsync(
                UploadProtocol.Stat, trace, token => Protocol.StatAsync(Target, trace, token), cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            return null;
        }
    }

    /// <summary>Tells the observer of a decision.</summary>
    public void Note(string message) => Services.Observer?.Noted(Progress, message);
}
