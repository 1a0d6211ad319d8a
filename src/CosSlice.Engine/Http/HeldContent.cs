namespace CosSlice.Http;

/// <summary>A small file's whole content, in a buffer that goes back to its pool when the upload is over.</summary>
/// <param name="pool">Where the buffer is from.</param>
/// <param name="length">Bytes of the content; at most those of a buffer.</param>
internal sealed class HeldContent(BufferPool pool, int length) : IDisposable
{
    private readonly object _gate = new();
    private byte[]? _buffer = pool.Rent();

    /// <summary>Bytes of the content.</summary>
    public int Length { get; } = length;

    /// <summary>The buffer, to be filled by the one who made this, before anybody else has it.</summary>
    public byte[] Buffer => _buffer!;

    /// <summary>Copies the content; a request that was given up may still ask for it.</summary>
    /// <exception cref="ObjectDisposedException">The upload is over, and the buffer may be another one's.</exception>
    public void CopyTo(byte[] target, int offset)
    {
        lock (_gate)
        {
            System.Buffer.BlockCopy(_buffer ?? throw new ObjectDisposedException(nameof(HeldContent)), 0, target, offset, Length);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_buffer is not null)
            {
                pool.Return(_buffer);
                _buffer = null;
            }
        }
    }
}
