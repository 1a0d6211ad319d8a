using System.Net;
using System.Net.Http.Headers;

namespace CosSlice.Http;

/// <summary>
/// A multipart/form-data body whose one large field is streamed. Its length is known beforehand, so that every request
/// carries Content-Length.
/// </summary>
internal sealed class MultipartBody : HttpContent
{
    internal const int BufferSize = 256 * 1024;

    private readonly FormFields _fields;
    private readonly byte[] _head;
    private readonly StreamedField? _field;
    private readonly BufferPool _pool;
    private readonly StallGuard _guard;
    private readonly RateLimit? _limit;

    public MultipartBody(FormFields fields, StreamedField? field, BufferPool pool, StallGuard guard, RateLimit? limit = null)
    {
        _fields = fields;
        _head = fields.Head(field);
        _field = field;
        _pool = pool;
        _guard = guard;
        _limit = limit;
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data");
        Headers.ContentType.Parameters.Add(new NameValueHeaderValue("boundary", fields.Boundary));
    }

    /// <summary>Whether any byte went out: from then on the service may have acted.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether the last byte went out: only then can the service have taken the whole.</summary>
    public bool Completed { get; private set; }

    /// <summary>What was computed of the streamed field as it went out.</summary>
    public string? Digest => _field?.Digest;

    /// <summary>What went wrong with the file itself.</summary>
    public CosException? SourceFailure => _field?.SourceFailure;

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + (_field?.Length ?? 0) + _fields.TailLength(_field);
        return true;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // A proxy that asks for a password gets the body once more.
        _guard.Touch();
        Started = true;
        Completed = false;
        await stream.WriteAsync(_head, 0, _head.Length, _guard.Token).ConfigureAwait(false);
        if (_field is not null)
        {
            byte[] buffer = _pool.Rent();
            try
            {
                await _field.WriteAsync(stream, buffer, _guard, _limit).ConfigureAwait(false);
            }
            finally
            {
                _pool.Return(buffer);
            }
        }

        byte[] tail = _fields.Tail(_field);
        await stream.WriteAsync(tail, 0, tail.Length, _guard.Token).ConfigureAwait(false);
        _guard.Touch();
        Completed = true;
    }
}
