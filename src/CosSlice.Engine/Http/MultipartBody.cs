using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace CosSlice.Http;

/// <summary>
/// A multipart/form-data body that streams its range of the file from disk to the connection through one pooled buffer.
/// Its length is known beforehand, so that every request carries Content-Length.
/// </summary>
internal sealed class MultipartBody : HttpContent
{
    // One read fills it; it goes out in pieces, so that a slow connection shows that bytes are moving.
    internal const int BufferSize = 256 * 1024;
    private const int PieceSize = 64 * 1024;

    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly ContentRange? _range;
    private readonly BufferPool _pool;
    private readonly StallGuard _guard;

    public MultipartBody(FormFields fields, ContentRange? range, BufferPool pool, StallGuard guard)
    {
        _head = fields.Head(range is not null);
        _tail = fields.Tail(range is not null);
        _range = range;
        _pool = pool;
        _guard = guard;
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data");
        Headers.ContentType.Parameters.Add(new NameValueHeaderValue("boundary", fields.Boundary));
    }

    /// <summary>Bytes of the file that were handed to the connection.</summary>
    public long BytesMoved { get; private set; }

    /// <summary>Whether any byte went out: from then on the service may have acted.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether the last byte went out: only then can the service have taken the whole.</summary>
    public bool Completed { get; private set; }

    /// <summary>MD5 of the range in lower-case hex, once it is completed and if it was asked for.</summary>
    public string? Md5 { get; private set; }

    /// <summary>What went wrong with the file itself, which no HTTP layer may mistake for a fault of the connection.</summary>
    public CosException? SourceFailure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + (_range?.Length ?? 0) + _tail.Length;
        return true;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _guard.Touch();
        Started = true;
        await stream.WriteAsync(_head, 0, _head.Length, _guard.Token).ConfigureAwait(false);
        if (_range is not null)
        {
            await SendRangeAsync(stream, _range).ConfigureAwait(false);
        }

        await stream.WriteAsync(_tail, 0, _tail.Length, _guard.Token).ConfigureAwait(false);
        _guard.Touch();
        Completed = true;
    }

    private async Task SendRangeAsync(Stream stream, ContentRange range)
    {
        byte[] buffer = _pool.Rent();
        try
        {
#pragma warning disable CA5351 // the service answers with MD5; it guards against damage, not against attack
            using IncrementalHash? md5 = range.ComputeMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
#pragma warning restore CA5351
            for (long done = 0; done < range.Length;)
            {
                int read = await ReadAsync(range, done, buffer).ConfigureAwait(false);
                md5?.AppendData(buffer, 0, read);
                for (int sent = 0; sent < read;)
                {
                    int piece = Math.Min(PieceSize, read - sent);
                    await stream.WriteAsync(buffer, sent, piece, _guard.Token).ConfigureAwait(false);
                    sent += piece;
                    BytesMoved += piece;
                    range.Progress.Move(piece);
                    _guard.Touch();
                }

                done += read;
            }

            // Before the closing boundary: a body without it is no request, so that nothing of a changed file is stored.
            EnsureUnchanged(range);
            Md5 = md5 is null ? null : HexText.Of(md5.GetHashAndReset());
        }
        catch (CosException failure)
        {
            SourceFailure = failure;
            throw;
        }
        finally
        {
            _pool.Return(buffer);
        }
    }

    private Task<int> ReadAsync(ContentRange range, long done, byte[] buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, range.Length - done);
        return range.Source.ReadAsync(range.Offset + done, buffer, wanted, _guard.Token);
    }

    private static void EnsureUnchanged(ContentRange range)
    {
        if (range.IsWhole)
        {
            range.Source.EnsureStillNamed();
        }
        else
        {
            range.Source.EnsureUnchanged();
        }
    }
}
