using System.Net;
using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;

namespace CosSlice.Http;

/// <summary>
/// A multipart/form-data body whose one large field is streamed. Its length is known beforehand, so that every request
/// carries Content-Length.
/// </summary>
internal sealed class MultipartBody : HttpContent
{
    /// <summary>Bytes of the largest buffer: half a slice of the usual size and what follows it. Two writes a slice take no longer than one.</summary>
    internal const int BufferSize = LargestContent + TailRoom;

    private const int LargestContent = 512 * 1024;

    // More than what follows a field in any form.
    private const int TailRoom = 1024;

    private const int AllBuffers = 8 * 1024 * 1024;

    private readonly FormFields _fields;
    private readonly ArraySegment<byte> _head;
    private readonly StreamedField? _field;
    private readonly BufferPool _pool;
    private readonly StallGuard _guard;
    private readonly RateLimit? _limit;
    private readonly WritePace _pace;
    private readonly SmallBuffers? _small;
    private readonly HashLanes _md5;

    public MultipartBody(
        FormFields fields,
        StreamedField? field,
        BufferPool pool,
        StallGuard guard,
        RateLimit? limit = null,
        WritePace? pace = null,
        SmallBuffers? small = null,
        HashLanes? md5 = null)
    {
        _fields = fields;
        _head = fields.Head(field);
        _field = field;
        _pool = pool;
        _guard = guard;
        _limit = limit;
        _pace = pace ?? new WritePace();
        _small = small;
        _md5 = md5 ?? LanesOfMd5();
        Headers.TryAddWithoutValidation("Content-Type", fields.ContentType);
    }

    /// <summary>Whether any byte went out: from then on the service may have acted.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether the last byte went out: only then can the service have taken the whole.</summary>
    public bool Completed { get; private set; }

    /// <summary>What was computed of the streamed field as it went out.</summary>
    public string? Digest => _field?.Digest;

    /// <summary>What went wrong with the file itself.</summary>
    public CosException? SourceFailure => _field?.SourceFailure;

    /// <summary>
    /// Bytes of a buffer where so many requests are in flight at once: they have 8 MiB together, and each as much as the smallest
    /// piece at least.
    /// </summary>
    /// <param name="requests">1 to 256.</param>
    internal static int BufferSizeFor(int requests)
        => Math.Max(WritePace.Piece, Math.Min(LargestContent, AllBuffers / requests / WritePace.Piece * WritePace.Piece)) + TailRoom;

    /// <summary>
    /// Where the MD5 of requests that share it goes side by side. Their connections are written to by other threads than the one that hashes.
    /// </summary>
    internal static HashLanes LanesOfMd5() => new(Md5Kernel.Best, TaskCreationOptions.RunContinuationsAsynchronously);

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Count + (_field is null ? 0 : _field.Length + _fields.TailLength(_field));
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // A proxy that asks for a password gets the body once more.
        _guard.Touch();
        Started = true;
        Completed = false;
        return _field is { IsAtHand: true } && _small is not null && _limit is null && TryComputeLength(out long length) && length <= SmallBuffers.Largest
            ? SendAtOnceAsync(stream, _field, _small.Of(length))
            : SendInPiecesAsync(stream);
    }

    private async Task SendInPiecesAsync(Stream stream)
    {
        await stream.WriteAsync(_head.Array!, _head.Offset, _head.Count, _guard.Token).ConfigureAwait(false);
        if (_field is not null)
        {
            byte[] buffer = _pool.Rent();
            try
            {
                await _field.WriteAsync(new BodyWriter(stream, buffer, _fields, _guard, _limit, _pace, _md5)).ConfigureAwait(false);
            }
            finally
            {
                _pool.Return(buffer);
            }
        }

        _guard.Touch();
        Completed = true;
    }

    // One buffer, one write.
    private async Task SendAtOnceAsync(Stream stream, StreamedField field, BufferPool pool)
    {
        byte[] buffer = pool.Rent();
        try
        {
            Buffer.BlockCopy(_head.Array!, _head.Offset, buffer, 0, _head.Count);
            int end = field.Put(_fields, buffer, _head.Count);
            await stream.WriteAsync(buffer, 0, end, _guard.Token).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(buffer);
        }

        field.CountPut();
        _guard.Touch();
        Completed = true;
    }
}
