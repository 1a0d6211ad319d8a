namespace CosSlice.Files;

/// <summary>
/// A local file, opened once and read by position. It remembers the length and last-write time it was opened with, and
/// knows whether they still hold, of the open file and of what the path names by now.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly PositionedReader _reader;

    // Some network file systems round the times of an open file and of a path differently: like is compared with like.
    private readonly DateTime _namedLastWriteTimeUtc;

    private SourceFile(string path, PositionedReader reader)
    {
        Path = path;
        _reader = reader;
        Length = reader.Length;
        LastWriteTimeUtc = reader.LastWriteTimeUtc;
        _namedLastWriteTimeUtc = File.GetLastWriteTimeUtc(path);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Bytes, at the time it was opened.</summary>
    public long Length { get; }

    /// <summary>UTC, at the time it was opened.</summary>
    public DateTime LastWriteTimeUtc { get; }

    /// <summary>Opens a file for reading; other programs may go on using it.</summary>
    /// <exception cref="CosException"><c>PathNotFound</c>, <c>PathIsFolder</c> or <c>FileUnreadable</c>.</exception>
    public static SourceFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw CosErrors.PathIsFolder(path);
        }

        if (PipeProbe.HasNoPositions(path))
        {
            throw CosErrors.NotAFile(path);
        }

        try
        {
            PositionedReader reader = PositionedReader.Open(path);
            try
            {
                // Devices and the system's own views say that they are empty, and are not.
                return reader.Length > 0 || reader.IsAtEnd()
                    ? new SourceFile(path, reader)
                    : throw CosErrors.NotAFile(path);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (FileFailures.Explain(path, failure) is { } explained)
        {
            throw explained;
        }
        catch (NotSupportedException)
        {
            throw CosErrors.NotAFile(path);
        }
    }

    /// <summary>Reads at least one byte of a range that lies inside the file.</summary>
    /// <exception cref="CosException"><c>SourceChanged</c> where the file has become shorter, or <c>FileUnreadable</c>.</exception>
    public async Task<int> ReadAsync(long offset, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await _reader.ReadAsync(offset, buffer, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (FileFailures.Explain(Path, failure) is { } explained)
        {
            throw explained;
        }

        return read > 0 ? read : throw CosErrors.SourceChanged(Path, $"it ended at byte {offset}, before its {Length} bytes");
    }

    /// <summary>Compares length and last-write time with those at the opening.</summary>
    /// <exception cref="CosException"><c>SourceChanged</c>.</exception>
    public void EnsureUnchanged()
    {
        try
        {
            Compare(_reader.Length, _reader.LastWriteTimeUtc, LastWriteTimeUtc);

            // A file that was replaced by another one leaves the open one as it was.
            FileInfo named = new(Path);
            if (!named.Exists)
            {
                throw CosErrors.SourceChanged(Path, "it was removed");
            }

            Compare(named.Length, named.LastWriteTimeUtc, _namedLastWriteTimeUtc);
        }
        catch (Exception failure) when (FileFailures.Explain(Path, failure) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => _reader.Dispose();

    private void Compare(long length, DateTime lastWriteTimeUtc, DateTime expectedLastWriteTimeUtc)
    {
        if (length != Length)
        {
            throw CosErrors.SourceChanged(Path, $"it had {Length} bytes and now has {length}");
        }

        if (lastWriteTimeUtc != expectedLastWriteTimeUtc)
        {
            throw CosErrors.SourceChanged(Path, $"it was last written at {expectedLastWriteTimeUtc:O} and now at {lastWriteTimeUtc:O}");
        }
    }
}
