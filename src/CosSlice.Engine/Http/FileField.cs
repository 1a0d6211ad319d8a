using System.Security.Cryptography;

namespace CosSlice.Http;

/// <summary><c>filecontent</c>: a range of the file, streamed from disk to the connection through one pooled buffer.</summary>
internal sealed class FileField(ContentRange range) : StreamedField("filecontent")
{
    // A read fills the buffer; it goes out in pieces, so that a slow connection shows that bytes are moving.
    private const int PieceSize = 64 * 1024;

    private CosException? _sourceFailure;

    public override long Length => range.Length;

    public override string? DigestField => range.Digest == ContentDigest.Sha1 ? "sha" : null;

    /// <summary>Bytes of the file that were handed to the connection.</summary>
    public long BytesMoved { get; private set; }

    public override CosException? SourceFailure => _sourceFailure;

    public override async Task WriteAsync(Stream stream, byte[] buffer, StallGuard guard, RateLimit? limit)
    {
        TakeBack();
        try
        {
            using IncrementalHash? hash = CreateHash(range.Digest);
            for (long done = 0; done < range.Length;)
            {
                int wanted = (int)Math.Min(buffer.Length, range.Length - done);
                int read = await range.Source.ReadAsync(range.Offset + done, buffer, wanted, guard.Token).ConfigureAwait(false);
                hash?.AppendData(buffer, 0, read);
                await SendAsync(stream, buffer, read, guard, limit).ConfigureAwait(false);
                done += read;
            }

            // Before the closing boundary: a body without it is no request, so that nothing of a changed file is stored.
            EnsureUnchanged();
            Digest = hash is null ? null : HexText.Of(hash.GetHashAndReset());
        }
        catch (CosException failure)
        {
            _sourceFailure = failure;
            throw;
        }
    }

    public override void Settle() => TakeBack();

    // What is sent a second time is under way once.
    private void TakeBack()
    {
        range.Progress.Move(-BytesMoved);
        BytesMoved = 0;
    }

    private async Task SendAsync(Stream stream, byte[] buffer, int count, StallGuard guard, RateLimit? limit)
    {
        int largest = (int)Math.Min(PieceSize, limit?.Most ?? PieceSize);
        for (int sent = 0; sent < count;)
        {
            int piece = Math.Min(largest, count - sent);
            if (limit is not null)
            {
                guard.Pause();
                await limit.WaitAsync(piece, guard.Token).ConfigureAwait(false);
                guard.Touch();
            }

            await stream.WriteAsync(buffer, sent, piece, guard.Token).ConfigureAwait(false);
            sent += piece;
            BytesMoved += piece;
            range.Progress.Move(piece);
            guard.Touch();
        }
    }

    private void EnsureUnchanged()
    {
        if (range.CompletesObject)
        {
            range.Source.EnsureStillNamed();
        }
        else
        {
            range.Source.EnsureUnchanged();
        }
    }

    private static IncrementalHash? CreateHash(ContentDigest digest) => digest switch
    {
#pragma warning disable CA5350, CA5351 // the protocol's own; they guard against damage, not against attack
        ContentDigest.Md5 => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
        ContentDigest.Sha1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
#pragma warning restore CA5350, CA5351
        _ => null,
    };
}
