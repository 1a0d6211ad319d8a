using System.Buffers;
using CosSlice.Emulator.Requests;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>Content in a temporary file of the store, if it is kept: where it belongs is decided when the whole request is known.</summary>
internal sealed class SpooledContent : IContentSink
{
    private readonly ContentDigest _digest;
    private readonly Func<Exception> _tooLong;
    private readonly SafeFileHandle? _file;
    private readonly long _limit;

    /// <param name="path">A file that doesn't exist yet; null where the bytes are discarded.</param>
    /// <param name="digest">Computed on the way.</param>
    /// <param name="limit">Most bytes to take.</param>
    /// <param name="tooLong">What is thrown beyond the limit.</param>
    public SpooledContent(string? path, ContentDigest digest, long limit, Func<Exception> tooLong)
    {
        Path = path;
        _digest = digest;
        _limit = limit;
        _tooLong = tooLong;
        _file = path is null ? null : PositionalFile.Open(path);
    }

    /// <summary>The temporary file; null where the bytes are discarded.</summary>
    public string? Path { get; }

    public long Length { get; private set; }

    public string? Md5 => _digest.Md5;

    public string? Sha1 => _digest.Sha1;

    public void Write(in ReadOnlySequence<byte> piece)
    {
        if (Length + piece.Length > _limit)
        {
            throw _tooLong();
        }

        if (_file is not null)
        {
            PositionalFile.Write(_file, piece, Length);
        }

        _digest.Append(piece);
        Length += piece.Length;
    }

    public void Complete()
    {
        if (_file is not null)
        {
            StoreGuard.Run(() => PositionalFile.Reach(_file, Length));
        }

        _file?.Dispose();
        _digest.Complete();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _digest.Dispose();
        if (Path is not null)
        {
            File.Delete(Path);
        }
    }
}
