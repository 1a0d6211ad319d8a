namespace CosSlice;

/// <summary>The counters of one upload. Any thread may read them at any time; nothing is queued for the reader.</summary>
public sealed class UploadProgress
{
    private long _length;
    private long _bytesHashed;
    private long _bytesAcknowledged;
    private long _bytesSent;
    private long _bytesOnTheWay;
    private int _phase;
    private int _retries;
    private string? _lastProblem;

    internal UploadProgress(string literalPath, string key)
    {
        LiteralPath = literalPath;
        Key = key;
    }

    /// <summary>The local file.</summary>
    public string LiteralPath { get; }

    /// <summary>The object's key.</summary>
    public string Key { get; }

    /// <summary>The file's length in bytes; 0 until it was opened.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <summary>Bytes that were read for the file's SHA-1: 0 to <see cref="Length"/>, never falling.</summary>
    public long BytesHashed => Math.Min(Interlocked.Read(ref _bytesHashed), Length);

    /// <summary>
    /// Bytes that the service has acknowledged, in this run or an earlier one: 0 to <see cref="Length"/>. It falls only where
    /// the service lost what it had.
    /// </summary>
    public long BytesAcknowledged => Math.Min(Interlocked.Read(ref _bytesAcknowledged), Length);

    /// <summary>Bytes that this run sent and the service acknowledged; more than <see cref="Length"/> where some had to be sent again.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Bytes that were written to a connection and not acknowledged yet; falls when a request fails.</summary>
    public long BytesOnTheWay => Math.Max(0, Interlocked.Read(ref _bytesOnTheWay));

    /// <summary>What the upload is doing.</summary>
    public UploadPhase Phase => (UploadPhase)Volatile.Read(ref _phase);

    /// <summary>How many requests were repeated so far.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>Why the last repeat was needed; <see langword="null"/> once a request has succeeded since.</summary>
    public string? LastProblem => Volatile.Read(ref _lastProblem);

    internal void SetLength(long length) => Interlocked.Exchange(ref _length, length);

    /// <summary>The requests of the phase before have succeeded, unless it was the last.</summary>
    internal void Enter(UploadPhase phase)
    {
        if (phase != UploadPhase.Failed)
        {
            Volatile.Write(ref _lastProblem, null);
        }

        Volatile.Write(ref _phase, (int)phase);
    }

    internal void Hash(long bytes) => Interlocked.Add(ref _bytesHashed, bytes);

    internal void Move(long bytes) => Interlocked.Add(ref _bytesOnTheWay, bytes);

    /// <summary>The service says what it has.</summary>
    internal void SetHeld(long bytes) => Interlocked.Exchange(ref _bytesAcknowledged, bytes);

    internal void Acknowledge(long bytes)
    {
        Interlocked.Add(ref _bytesAcknowledged, bytes);
        Interlocked.Add(ref _bytesSent, bytes);
        Volatile.Write(ref _lastProblem, null);
    }

    internal void Retry(string problem)
    {
        Interlocked.Increment(ref _retries);
        Volatile.Write(ref _lastProblem, problem);
    }
}
