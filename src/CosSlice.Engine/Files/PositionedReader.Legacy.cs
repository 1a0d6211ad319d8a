#if NETSTANDARD2_0
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Files;

/// <summary>Reads by position through one stream; the readers take turns, as a stream has one position.</summary>
internal sealed class PositionedReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private PositionedReader(FileStream stream)
    {
        _stream = stream;

        // Asked of the stream once, before anything is read: it looks to its position then.
        _handle = stream.SafeFileHandle;
    }

    public long Length => _stream.Length;

    public DateTime LastWriteTimeUtc => LastWriteTime.Of(_handle, _stream.Name);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its bytes at this moment.</param>
    /// <exception cref="NotSupportedException">It has no positions.</exception>
    public static PositionedReader Open(string path, out long length)
    {
        // Without a buffer of its own: every read is large, and its length is always asked of the file.
        FileStream stream = new(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous);
        bool hasPositions = false;
        try
        {
            if (!stream.CanSeek)
            {
                throw new NotSupportedException("It has no positions to read from.");
            }

            length = stream.Length;
            hasPositions = true;
            return new PositionedReader(stream);
        }
        finally
        {
            if (!hasPositions)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>Whether there is nothing to read at the beginning.</summary>
    public bool IsAtEnd()
    {
        _stream.Position = 0;
        return _stream.Read(new byte[1], 0, 1) == 0;
    }

    /// <summary>Reads on the caller's thread.</summary>
    public int Read(long offset, byte[] buffer, int start, int count)
    {
        _turn.Wait();
        try
        {
            _stream.Position = offset;
            return _stream.Read(buffer, start, count);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<int> ReadAsync(long offset, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _stream.Position = offset;
            return await _stream.ReadAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _turn.Dispose();
    }
}
#endif
