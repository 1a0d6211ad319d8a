using System.Buffers;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Hashing;
using CosSlice.Emulator.Requests;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>A slice on its way into the store; it counts only once it is recorded.</summary>
internal sealed class SliceWriter : IContentSink
{
    private readonly Lock _lock = new();
    private readonly ContentDigest _digest;
    private readonly SafeFileHandle? _file;
    private readonly bool _direct;
    private readonly string? _path;
    private bool _superseded;

    /// <param name="upload">The upload that it belongs to.</param>
    /// <param name="offset">Where it begins in the object, bytes.</param>
    /// <param name="digest">Computed on the way.</param>
    /// <param name="path">The object's data file, or a temporary file; null where the bytes are discarded.</param>
    /// <param name="direct">
    /// Whether the path is the data file. A slice whose bytes the upload already has, or that another request is sending
    /// too, takes the way over a temporary file, so that half of it never replaces something whole.
    /// </param>
    public SliceWriter(OpenUpload upload, long offset, ContentDigest digest, string? path, bool direct)
    {
        Upload = upload;
        Offset = offset;
        _digest = digest;
        _path = path;
        _direct = direct;
        _file = path is null ? null : PositionalFile.Open(path);
    }

    public OpenUpload Upload { get; }

    public long Offset { get; }

    public long Length { get; private set; }

    public string? Md5 => _digest.Md5;

    public string? Sha1 => _digest.Sha1;

    /// <summary>The SHA-1 of the file up to this slice's end; null where it isn't kept.</summary>
    public RunningSha1? Running => _digest.Running;

    /// <summary>Whether the slice goes straight into the data file.</summary>
    public bool IsDirect => _direct;

    /// <summary>The temporary file that holds the slice, or null where there is none.</summary>
    public string? SpoolPath => _direct ? null : _path;

    public void Write(in ReadOnlySequence<byte> piece)
    {
        long length = Length + piece.Length;
        ObjectHead head = Upload.Head;
        if (length > head.SliceSize)
        {
            throw new RefusedException(
                head.OneOp ? CosCode.SliceTooLargeV1 : CosCode.SliceTooLarge, "the slice is longer than slice_size");
        }

        if (Offset + length > head.FileSize)
        {
            throw new RefusedException(CosCode.BadParameter, "the slice ends beyond filesize");
        }

        lock (_lock)
        {
            if (_superseded)
            {
                throw Superseded();
            }

            if (_file is not null)
            {
                PositionalFile.Write(_file, piece, _direct ? Offset + Length : Length);
            }
        }

        _digest.Append(piece);
        Length = length;
    }

    public void Complete()
    {
        if (_file is not null && !_direct)
        {
            StoreGuard.Run(() => PositionalFile.Reach(_file, Length));
        }

        _file?.Dispose();
        _digest.Complete();
    }

    /// <summary>Stops this writer for good: a later request for the same slice has taken over.</summary>
    public void Supersede()
    {
        lock (_lock)
        {
            _superseded = true;
        }
    }

    /// <summary>Refuses the slice if a later request has taken over.</summary>
    public void EnsureCurrent()
    {
        lock (_lock)
        {
            if (_superseded)
            {
                throw Superseded();
            }
        }
    }

    public void Dispose()
    {
        Upload.Leave(this);
        _file?.Dispose();
        _digest.Dispose();
        if (SpoolPath is { } spool)
        {
            File.Delete(spool);
        }
    }

    private static RefusedException Superseded() =>
        new(CosCode.ConcurrentOperation, "a later request has sent the same slice");
}
