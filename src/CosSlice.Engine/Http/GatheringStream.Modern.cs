#if NET8_0_OR_GREATER
namespace CosSlice.Http;

/// <summary>
/// A connection on which a small request goes out in one piece. .NET's client writes 4 KiB as soon as it has them and the rest after
/// it: for a small file two calls of the system, two packets and, under TLS, two records, and twice the other side is woken.
/// </summary>
/// <remarks>
/// It reads of each request's head where the request ends, and keeps its beginning until then. Where it does not know what it sees,
/// such as what goes through a proxy's tunnel, everything goes out as it comes from then on. A body that waits for something between
/// its writes would wait with what is kept of it: the client does not hand on a flush.
/// </remarks>
/// <param name="connection">The connection; closed with this.</param>
internal sealed class GatheringStream(Stream connection) : Stream
{
    /// <summary>Bytes of the largest request that is gathered: as much as a record of TLS has. Of a larger one the copy costs more than it saves.</summary>
    internal const int Most = 16 * 1024;

    private byte[] _held = [];
    private int _heldLength;

    // Of the request under way.
    private long _missing;
    private bool _isGathered;
    private bool _passesAll;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> due = Take(buffer);
        return due.IsEmpty ? ValueTask.CompletedTask : connection.WriteAsync(due, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlyMemory<byte> due = Take(buffer.AsMemory(offset, count));
        if (!due.IsEmpty)
        {
            connection.Write(due.Span);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_heldLength > 0)
        {
            await connection.WriteAsync(LetGo(), cancellationToken).ConfigureAwait(false);
        }

        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
        if (_heldLength > 0)
        {
            connection.Write(LetGo().Span);
        }

        connection.Flush();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => connection.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => connection.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    // What is to go out now.
    private ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> written)
    {
        if (_passesAll || written.IsEmpty)
        {
            return written;
        }

        if (_missing == 0)
        {
            _missing = RequestLength.Of(written.Span) ?? 0;
            _isGathered = written.Length < _missing && _missing <= Most;
        }

        if (written.Length > _missing)
        {
            _passesAll = true;
            return Join(written);
        }

        _missing -= written.Length;
        if (!_isGathered)
        {
            return written;
        }

        Keep(written);
        return _missing == 0 ? LetGo() : ReadOnlyMemory<byte>.Empty;
    }

    private void Keep(ReadOnlyMemory<byte> written)
    {
        if (_held.Length == 0)
        {
            _held = new byte[Most];
        }

        written.CopyTo(_held.AsMemory(_heldLength));
        _heldLength += written.Length;
    }

    // It lasts until the next write.
    private ReadOnlyMemory<byte> LetGo()
    {
        ReadOnlyMemory<byte> held = _held.AsMemory(0, _heldLength);
        _heldLength = 0;
        _isGathered = false;
        return held;
    }

    private ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> written)
        => _heldLength == 0 ? written : (byte[])[.. LetGo().Span, .. written.Span];
}
#endif
