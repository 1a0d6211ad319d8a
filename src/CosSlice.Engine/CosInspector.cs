using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Http;
using CosSlice.Protocol;
using CosSlice.Transfer;

namespace CosSlice;

/// <summary>Asks what the service holds; it changes nothing. One inspector serves any number of questions, several at once.</summary>
public sealed class CosInspector : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly UploadServices _services;
    private int _isDisposed;

    /// <summary>Makes an inspector; nothing is asked yet.</summary>
    /// <param name="options">How requests are done; not to be changed while the inspector is in use.</param>
    /// <param name="observer">Hears of repeats; may be <see langword="null"/>.</param>
    /// <exception cref="CosException">An option is out of its range (<c>InvalidOption</c>).</exception>
    public CosInspector(TransferOptions options, IUploadObserver? observer = null)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options.Validate();
        _services = new UploadServices(options, Clock.System, observer);
    }

    /// <summary>
    /// What the service holds under a key: length, SHA-1 and addresses, as <c>stat</c> has them (it names neither
    /// <c>resource_path</c> nor <c>url</c>).
    /// </summary>
    /// <param name="context">A complete context.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellationToken">Ends the question at once.</param>
    /// <exception cref="CosException">
    /// <c>CosFileNotFound</c>: there is no such object; <c>CosFileUnfinished</c>: its upload was never finished; or what kept
    /// the service from answering.
    /// </exception>
    public async Task<CosFile> GetAsync(CosContext context, ObjectKey key, CancellationToken cancellationToken)
    {
        CosTarget target = Target(context, key);
        DateTime startedAt = _services.Clock.UtcNow.UtcDateTime;
        TimeSpan started = _services.Clock.Elapsed;
        StatAnswer stat;
        try
        {
            stat = await AskAsync(target, new UploadProgress(string.Empty, key.Value), cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            throw CosErrors.FileNotFound(key.Value, refused);
        }

        return stat.IsFinished
            ? new CosFile
            {
                Key = key.Value,
                Bucket = context.Bucket,
                AppId = context.AppId,
                Endpoint = context.Endpoint,
                ApiVersion = context.ApiVersion,
                Length = stat.FileSize,
                Sha1 = stat.Sha,
                AccessUrl = stat.AccessUrl,
                SourceUrl = stat.SourceUrl,
                PreviewUrl = stat.PreviewUrl,
                StartedAt = startedAt,
                Duration = _services.Clock.Elapsed - started,
                RequestId = stat.RequestId,
            }
            : throw CosErrors.FileUnfinished(key.Value, stat.FileLength, stat.FileSize);
    }

    /// <summary>Starts to find out whether the service holds a file, whole and the same; returns at once.</summary>
    /// <param name="request">The local file and where it should be.</param>
    /// <param name="cancellationToken">Ends the question at once.</param>
    /// <returns>
    /// The question: <see langword="true"/> where length and SHA-1 are equal; <see langword="false"/> where there is no such
    /// object, or an unfinished or another one. What cannot be told is an exception, never <see langword="false"/>:
    /// <c>CosFileNotComparable</c> where the service knows no SHA-1 of it, or what kept it from answering.
    /// </returns>
    public InspectionHandle StartTest(UploadRequest request, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        UploadProgress progress = new(request.LiteralPath, request.Key.Value);

        // Off the caller's thread, which opening a file on a slow share would hold up.
        return new InspectionHandle(
            progress, Task.Run(() => TestAsync(request, progress, cancellationToken), CancellationToken.None));
    }

    /// <summary>Ends every question at once and closes all connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _lifetime.Cancel();
            _services.Dispose();
            _lifetime.Dispose();
        }
    }

    private async Task<bool> TestAsync(UploadRequest request, UploadProgress progress, CancellationToken cancellationToken)
    {
        using SourceFile source = SourceFile.Open(request.LiteralPath);
        progress.SetLength(source.Length);
        StatAnswer stat;
        try
        {
            stat = await AskAsync(Target(request.Context, request.Key), progress, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            return false;
        }

        if (!stat.IsFinished || stat.FileSize != source.Length)
        {
            return false;
        }

        if (stat.Sha is null)
        {
            throw CosErrors.FileNotComparable(request.Key.Value);
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        FileHash hash = await _services.HashAsync(source, partSize: 0, progress, either.Token).ConfigureAwait(false);
        return string.Equals(hash.Sha1, stat.Sha, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<StatAnswer> AskAsync(CosTarget target, UploadProgress progress, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            throw new ObjectDisposedException(nameof(CosInspector));
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        UploadProtocol protocol = _services.ProtocolOf(target.Context.ApiVersion);
        AttemptTrace trace = new();
        return await _services.Runner.RunAsync(
            UploadProtocol.Stat, progress, trace, token => protocol.StatAsync(target, trace, token), either.Token).ConfigureAwait(false);
    }

    private static CosTarget Target(CosContext context, ObjectKey key)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        context.EnsureComplete();
        return CosTarget.Object(context, key);
    }
}
