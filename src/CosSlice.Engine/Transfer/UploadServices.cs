using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>What all uploads of one uploader share.</summary>
internal sealed class UploadServices : IDisposable
{
    private readonly CosHttp _http;
    private int _hasWarnedOfMissingMd5;

    public UploadServices(TransferOptions options, Clock clock, IUploadObserver? observer)
    {
        Options = options;
        Clock = clock;
        Observer = observer;
        _http = new CosHttp(options, clock);
        Protocol = new V4Protocol(_http, clock);
        Runner = new RetryRunner(options, clock, observer);
    }

    public TransferOptions Options { get; }

    public Clock Clock { get; }

    public IUploadObserver? Observer { get; }

    public IUploadProtocol Protocol { get; }

    public RetryRunner Runner { get; }

    /// <summary>Says once that content cannot be compared.</summary>
    public void WarnOfMissingMd5(UploadProgress progress)
    {
        if (Interlocked.Exchange(ref _hasWarnedOfMissingMd5, 1) == 0)
        {
            Observer?.Warned(
                progress, "The service sends no MD5 of what it received, so that -Checksum Md5 has nothing to compare with.");
        }
    }

    public void Dispose() => _http.Dispose();
}
