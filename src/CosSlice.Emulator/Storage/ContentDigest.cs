using System.Buffers;
using System.Security.Cryptography;
using CosSlice.Emulator.Hashing;

namespace CosSlice.Emulator.Storage;

/// <summary>The digests that the protocol speaks, computed while bytes pass by.</summary>
internal sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash? _md5;
    private readonly IncrementalHash? _sha1;

    public ContentDigest(bool md5, bool sha1)
    {
        _md5 = md5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        _sha1 = sha1 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
    }

    /// <summary>Refuses bytes that are not the declared ones; null where nothing was declared.</summary>
    public PartCheck? Check { get; init; }

    /// <summary>The SHA-1 of the file from its first byte on, carried over from the slice before; null where it isn't kept.</summary>
    public RunningSha1? Running { get; init; }

    /// <summary>Lower-case hex, once completed; null where it wasn't asked for.</summary>
    public string? Md5 { get; private set; }

    /// <summary>Lower-case hex, once completed; null where it wasn't asked for.</summary>
    public string? Sha1 { get; private set; }

    public void Append(in ReadOnlySequence<byte> piece)
    {
        foreach (ReadOnlyMemory<byte> block in piece)
        {
            _md5?.AppendData(block.Span);
            _sha1?.AppendData(block.Span);
            Check?.Append(block.Span);
            Running?.Append(block.Span);
        }
    }

    public void Complete()
    {
        Md5 = _md5 is null ? null : Convert.ToHexStringLower(_md5.GetHashAndReset());
        Sha1 = _sha1 is null ? null : Convert.ToHexStringLower(_sha1.GetHashAndReset());
    }

    public void Dispose()
    {
        _md5?.Dispose();
        _sha1?.Dispose();
    }

    /// <summary>The SHA-1 of a file, lower-case hex.</summary>
    public static async Task<string> Sha1OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.SequentialScan);
#pragma warning disable CA5350 // The protocol's content check is SHA-1.
        return Convert.ToHexStringLower(await SHA1.HashDataAsync(file, cancellationToken));
#pragma warning restore CA5350
    }
}
