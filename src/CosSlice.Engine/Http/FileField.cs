using CosSlice.Hashing;

namespace CosSlice.Http;

/// <summary><c>filecontent</c>: a range of the file, streamed from disk to the connection through one pooled buffer, of which a read fills as much as it can.</summary>
internal sealed class FileField(ContentRange range) : StreamedField("filecontent")
{
    private CosException? _sourceFailure;

    public override long Length => range.Length;

    public override string? DigestField => range.Digest == ContentDigest.Sha1 ? "sha" : null;

    /// <summary>Bytes of the file that were handed to the connection.</summary>
    public long BytesMoved { get; private set; }

    public override CosException? SourceFailure => _sourceFailure;

    public override async Task WriteAsync(BodyWriter writer)
    {
        TakeBack();
        try
        {
            using RangeDigest? digest = RangeDigest.Create(range.Digest, writer.Md5);
            int room = writer.Buffer.Length - writer.Form.TailLength(this);
            long done = 0;
            do
            {
                int wanted = (int)Math.Min(room, range.Length - done);
                int read = wanted == 0
                    ? 0
                    : await range.Source.ReadAsync(range.Offset + done, writer.Buffer, wanted, writer.Guard.Token).ConfigureAwait(false);
                digest?.Begin(writer.Buffer, read);
                done += read;
                if (digest is not null && DigestField is not null && done == range.Length)
                {
                    // It goes out behind the content.
                    await digest.EndAsync().ConfigureAwait(false);
                    Digest = digest.Finish();
                }

                await SendAsync(writer, read, done < range.Length ? read : End(writer, read)).ConfigureAwait(false);
                if (digest is not null)
                {
                    await digest.EndAsync().ConfigureAwait(false);
                }
            }
            while (done < range.Length);

            if (DigestField is null)
            {
                Digest = digest?.Finish();
            }
        }
        catch (CosException failure)
        {
            _sourceFailure = failure;
            throw;
        }
    }

    public override bool IsAtHand => range is { Held: not null, Digest: ContentDigest.None };

    public override int Put(FormFields form, byte[] buffer, int offset)
    {
        TakeBack();
        try
        {
            // Before anything is sent: what is sent was read before.
            EnsureUnchanged();
        }
        catch (CosException failure)
        {
            _sourceFailure = failure;
            throw;
        }

        range.Held!.CopyTo(buffer, offset);
        return form.PutTail(this, buffer, offset + range.Held.Length);
    }

    public override void CountPut()
    {
        BytesMoved = range.Length;
        range.Progress.Move(range.Length);
    }

    public override void Settle() => TakeBack();

    // What is sent a second time is under way once.
    private void TakeBack()
    {
        range.Progress.Move(-BytesMoved);
        BytesMoved = 0;
    }

    /// <summary>Puts what follows the content behind its last bytes.</summary>
    private int End(BodyWriter writer, int filled)
    {
        // Before the closing boundary: a body without it is no request, so that nothing of a changed file is stored.
        EnsureUnchanged();
        return writer.Form.PutTail(this, writer.Buffer, filled);
    }

    // What follows the content goes out with its last piece.
    private async Task SendAsync(BodyWriter writer, int content, int total)
    {
        int most = writer.Most;
        for (int sent = 0; sent < total;)
        {
            int piece = Math.Min(most, content - sent);
            if (writer.Limit is not null && piece > 0)
            {
                writer.Guard.Pause();
                await writer.Limit.WaitAsync(piece, writer.Guard.Token).ConfigureAwait(false);
                writer.Guard.Touch();
            }

            int size = sent + piece == content ? total - sent : piece;
            await writer.WriteAsync(sent, size).ConfigureAwait(false);
            sent += size;
            BytesMoved += piece;
            range.Progress.Move(piece);
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
}
