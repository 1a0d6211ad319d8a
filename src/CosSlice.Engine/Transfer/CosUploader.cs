namespace CosSlice;

/// <summary>Uploads files. One uploader serves any number of them, under one budget of requests and of time.</summary>
public sealed class CosUploader : IDisposable
{
    /// <summary>Makes an uploader; nothing is sent yet.</summary>
    /// <param name="options">How to upload; read once, here.</param>
    /// <param name="observer">Hears of repeats and decisions; may be <see langword="null"/>.</param>
    /// <exception cref="CosException">An option is out of its range (<c>InvalidOption</c>).</exception>
    public CosUploader(TransferOptions options, IUploadObserver? observer = null)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options.Validate();
        _ = observer;
    }

    /// <summary>Starts one upload and returns at once.</summary>
    /// <param name="request">The file and where it goes.</param>
    /// <param name="cancellationToken">Ends every request of this upload at once; an unfinished upload stays with the service.</param>
    public UploadHandle Start(UploadRequest request, CancellationToken cancellationToken)
    {
        _ = this;
        throw new NotSupportedException();
    }

    /// <summary>Ends every request at once and closes all connections.</summary>
    public void Dispose()
    {
    }
}
