using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;
using CosSlice.Http;
using CosSlice.Journal;
using CosSlice.Protocol;
using CosSlice.Signatures;

namespace CosSlice.Transfer;

/// <summary>What all uploads of one uploader share.</summary>
internal sealed class UploadServices : IDisposable
{
    private readonly CosHttp _http;
    private readonly V4Protocol _v4;
    private readonly V1Protocol _v1;

    // A file alone has two of the buffers that slices are sent with; those beside it have smaller ones, as there may be many.
    private const int SideBufferSize = 256 * 1024;

    private readonly HashLanes _hashLanes = new(Sha1Kernel.Best);

    // Where files are not hashed side by side, each keeps a core busy: half of the cores, and no more than a few.
    private readonly HashTurns _hashTurns = new(Math.Max(1, Math.Min(4, Environment.ProcessorCount / 2)), BlockKernel.Lanes);
    private readonly BufferPool _sidePool = new(SideBufferSize);
    private readonly Lazy<JournalStore> _journal;
    private int _hashing;
    private int _hasWarnedOfMissingMd5;

    public UploadServices(TransferOptions options, Clock clock, IUploadObserver? observer)
    {
        Options = options;
        Clock = clock;
        Observer = observer;
        ServerClock = new ServerClock(clock);
        _http = new CosHttp(options, clock);
        _v4 = new V4Protocol(_http, ServerClock);
        _v1 = new V1Protocol(_http, ServerClock);
        Runner = new RetryRunner(options, clock, ServerClock, observer);

        // Who only asks needs none, and finding its folder looks at the disk.
        _journal = new Lazy<JournalStore>(
            () => new JournalStore(StateFolder.Of(options.StateFolder), clock, (_, reason) => observer?.Warned(null, reason)));
    }

    public TransferOptions Options { get; }

    public Clock Clock { get; }

    /// <summary>The service's time.</summary>
    public ServerClock ServerClock { get; }

    public IUploadObserver? Observer { get; }

    public RetryRunner Runner { get; }

    /// <summary>What the service says of who sends.</summary>
    public AccessVerdicts Access { get; } = new();

    /// <summary>A file of more bytes waits for its turn to be hashed; a smaller one is read in less time than it takes to find out whose turn it is.</summary>
    public const long WorthATurn = TransferOptions.Mebibyte;

    public BufferPool Pool => _http.Pool;

    /// <summary>Buffers that each take a file which is read whole.</summary>
    public SmallBuffers SmallBuffers => _http.Small;

    public UploadProtocol ProtocolOf(int apiVersion) => apiVersion == 1 ? _v1 : _v4;

    /// <summary>Where unfinished uploads are remembered.</summary>
    public JournalStore Journal => _journal.Value;

    /// <summary>The locks of many small uploads.</summary>
    public ByteLocks ByteLocks { get; } = new();

    /// <summary>Reads a file for its SHA-1, when it is its turn.</summary>
    /// <param name="source">The file.</param>
    /// <param name="partSize">Bytes a part, or 0 for the whole alone.</param>
    /// <param name="progress">Counts the bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CosException"><c>SourceChanged</c> where the file changed meanwhile, or <c>FileUnreadable</c>.</exception>
    public async Task<FileHash> HashAsync(SourceFile source, long partSize, UploadProgress progress, CancellationToken cancellationToken)
    {
        progress.Enter(UploadPhase.Hashing);
        if (source.Length <= WorthATurn)
        {
            return await FileHasher.HashAsync(source, partSize, Pool, _hashLanes, turns: null, garbage: null, progress, cancellationToken).ConfigureAwait(false);
        }

        await _hashTurns.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool isBeside = Interlocked.Increment(ref _hashing) > 1 && _hashLanes.IsOfUse;
            return await FileHasher
                .HashAsync(source, partSize, isBeside ? _sidePool : Pool, _hashLanes, _hashTurns, _http.Garbage, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _hashing);
            _hashTurns.Return();
        }
    }

    /// <summary>Says once that content cannot be compared.</summary>
    public void WarnOfMissingMd5(UploadProgress progress)
    {
        if (Interlocked.Exchange(ref _hasWarnedOfMissingMd5, 1) == 0)
        {
            Observer?.Warned(
                progress, TransferTexts.NoMd5);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        ByteLocks.Dispose();
    }
}
