#if NET8_0_OR_GREATER
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Files;

/// <summary>Reads by position through one handle, any number of readers at once.</summary>
internal sealed class PositionedReader : IDisposable
{
    // To read so little takes less time than to have another thread do it, and to take up again when it has.
    private const int ShortRead = 64 * 1024;

    private readonly SafeFileHandle _handle;

    private PositionedReader(SafeFileHandle handle) => _handle = handle;

    public long Length => RandomAccess.GetLength(_handle);

    public DateTime LastWriteTimeUtc => File.GetLastWriteTimeUtc(_handle);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its bytes at this moment.</param>
    /// <exception cref="NotSupportedException">It has no positions.</exception>
    public static PositionedReader Open(string path, out long length)
    {
        SafeFileHandle handle = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        bool hasPositions = false;
        try
        {
            // Fails for what has no positions.
            length = RandomAccess.GetLength(handle);
            hasPositions = true;
            return new PositionedReader(handle);
        }
        finally
        {
            if (!hasPositions)
            {
                handle.Dispose();
            }
        }
    }

    /// <summary>Whether there is nothing to read at the beginning.</summary>
    public bool IsAtEnd() => RandomAccess.Read(_handle, new byte[1], 0) == 0;

    /// <summary>Reads on the caller's thread.</summary>
    public int Read(long offset, byte[] buffer, int start, int count) => RandomAccess.Read(_handle, buffer.AsSpan(start, count), offset);

    public Task<int> ReadAsync(long offset, byte[] buffer, int count, CancellationToken cancellationToken)
        => count <= ShortRead
            ? Task.FromResult(Read(offset, buffer, 0, count))
            : RandomAccess.ReadAsync(_handle, buffer.AsMemory(0, count), offset, cancellationToken).AsTask();

    public void Dispose() => _handle.Dispose();
}
#endif
