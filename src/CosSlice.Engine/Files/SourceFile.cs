namespace CosSlice.Files;

/// <summary>
/// A local file, opened once and read by position. It remembers the length and last-write time it was opened with, and
/// knows whether they still hold, of the open file and of what the path names by now.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly PositionedReader _reader;

    private SourceFile(string path, PositionedReader reader, long length)
    {
        Path = path;
        _reader = reader;
        Length = length;
        LastWriteTimeUtc = reader.LastWriteTimeUtc;
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
        try
        {
            if (PlainFile.Look(path) is null)
            {
                EnsureNothingElse(path);
            }

            PositionedReader reader = PositionedReader.Open(path, out long length);
            SourceFile? opened = null;
            try
            {
                // Devices and the system's own views say that they are empty, and are not.
                opened = length > 0 || reader.IsAtEnd()
                    ? new SourceFile(path, reader, length)
                    : throw CosErrors.NotAFile(path);
                return opened;
            }
            finally
            {
                if (opened is null)
                {
                    reader.Dispose();
                }
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

        return read > 0 ? read : throw EndedAt(offset);
    }

    /// <summary>Reads a small file whole, on the caller's thread: that takes less time than to have another one do it.</summary>
    /// <param name="content">Takes it; no shorter than the file.</param>
    /// <exception cref="CosException"><c>SourceChanged</c> where the file has become shorter, or <c>FileUnreadable</c>.</exception>
    public void ReadWhole(byte[] content)
    {
        int length = (int)Length;
        int count = 0;
        try
        {
            for (int read = 1; read > 0 && count < length; count += read)
            {
                read = _reader.Read(count, content, count, length - count);
            }
        }
        catch (Exception failure) when (FileFailures.Explain(Path, failure) is { } explained)
        {
            throw explained;
        }

        if (count < length)
        {
            throw EndedAt(count);
        }
    }

    /// <summary>Compares length and last-write time of the open file with those at the opening.</summary>
    /// <exception cref="CosException"><c>SourceChanged</c>.</exception>
    public void EnsureUnchanged() => Compare(_reader);

    /// <summary>
    /// Compares them for the open file and for what its path names by now: a file that was replaced by another one leaves
    /// the open one as it was. A link is opened anew, as its own length and time say nothing of the file behind it.
    /// </summary>
    /// <exception cref="CosException"><c>SourceChanged</c>.</exception>
    public void EnsureStillNamed()
    {
        Compare(_reader);
        PositionedReader named;
        try
        {
            if (PlainFile.Look(Path) is { } plain)
            {
                Compare(plain.Length, plain.LastWriteTimeUtc);
                return;
            }

            named = PipeProbe.HasNoPositions(Path)
                ? throw CosErrors.SourceChanged(Path, FileTexts.BecamePipe)
                : PositionedReader.Open(Path, out _);
        }
        catch (Exception failure) when (FileFailures.Explain(Path, failure) is { } explained)
        {
            throw explained.ErrorId == "PathNotFound" ? CosErrors.SourceChanged(Path, FileTexts.Removed) : explained;
        }

        using (named)
        {
            Compare(named);
        }
    }

    public void Dispose() => _reader.Dispose();

    private static void EnsureNothingElse(string path)
    {
        if (Directory.Exists(path))
        {
            throw CosErrors.PathIsFolder(path);
        }

        if (PipeProbe.HasNoPositions(path))
        {
            throw CosErrors.NotAFile(path);
        }
    }

    private CosException EndedAt(long offset) => CosErrors.SourceChanged(Path, TextFormat.Of(FileTexts.Ended, offset, Length));

    private void Compare(PositionedReader reader)
    {
        long length;
        DateTime lastWriteTimeUtc;
        try
        {
            length = reader.Length;
            lastWriteTimeUtc = reader.LastWriteTimeUtc;
        }
        catch (Exception failure) when (FileFailures.Explain(Path, failure) is { } explained)
        {
            throw explained;
        }

        Compare(length, lastWriteTimeUtc);
    }

    private void Compare(long length, DateTime lastWriteTimeUtc)
    {
        if (length != Length)
        {
            throw CosErrors.SourceChanged(Path, TextFormat.Of(FileTexts.Length, Length, length));
        }

        if (lastWriteTimeUtc != LastWriteTimeUtc)
        {
            throw CosErrors.SourceChanged(Path, TextFormat.Of(FileTexts.LastWrite, LastWriteTimeUtc, lastWriteTimeUtc));
        }
    }
}
