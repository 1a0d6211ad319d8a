using CosSlice.Transfer;

namespace CosSlice;

/// <summary>Uploads files. One uploader serves any number of them, under one budget of requests and of time.</summary>
public sealed class CosUploader : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly UploadServices _services;
    private int _isDisposed;

    /// <summary>Makes an uploader; nothing is sent yet.</summary>
    /// <param name="options">How to upload; not to be changed while the uploader is in use.</param>
    /// <param name="observer">Hears of repeats and decisions; may be <see langword="null"/>.</param>
    /// <exception cref="CosException">An option is out of its range (<c>InvalidOption</c>).</exception>
    public CosUploader(TransferOptions options, IUploadObserver? observer = null)
        : this(options, observer, Clock.System)
    {
    }

    internal CosUploader(TransferOptions options, IUploadObserver? observer, Clock clock)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options.Validate();
        _services = new UploadServices(options, clock, observer);
    }

    /// <summary>Starts one upload and returns at once.</summary>
    /// <param name="request">The file and where it goes.</param>
    /// <param name="cancellationToken">Ends every request of this upload at once; an unfinished upload stays with the service.</param>
    /// <exception cref="ObjectDisposedException">The uploader was disposed.</exception>
    public UploadHandle Start(UploadRequest request, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        if (Volatile.Read(ref _isDisposed) != 0)
        {
            throw new ObjectDisposedException(nameof(CosUploader));
        }

        UploadProgress progress = new(request.LiteralPath, request.Key.Value);
        return new UploadHandle(request, progress, RunAsync(request, progress, cancellationToken));
    }

    /// <summary>Ends every request at once and closes all connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _lifetime.Cancel();
            _services.Dispose();
            _lifetime.Dispose();
        }
    }

    private async Task<CosFile> RunAsync(UploadRequest request, UploadProgress progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);

        // Off the caller's thread, which opening a file on a slow share would hold up.
        return await Task.Run(() => new UploadJob(_services, request, progress).RunAsync(either.Token), CancellationToken.None)
            .ConfigureAwait(false);
    }
}
