using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Hashing;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>Puts a received slice to its place in the upload. Everything here is called under the key's lock.</summary>
internal sealed class SliceRecorder(EmulatorOptions options, ObjectStore store)
{
    /// <summary>The length and, where it was computed, the MD5 and SHA-1 of what came as filecontent.</summary>
    public static (long Length, string? Md5, string? Sha1) Received(RequestForm form) => form.Content switch
    {
        SliceWriter slice => (slice.Length, slice.Md5, slice.Sha1),
        SpooledContent spooled => (spooled.Length, spooled.Md5, spooled.Sha1),
        _ => throw new RefusedException(CosCode.ContentMissing, "filecontent is missing"),
    };

    /// <summary>Takes the slice.</summary>
    /// <param name="upload">The upload that it belongs to.</param>
    /// <param name="offset">Where it begins, bytes.</param>
    /// <param name="content">What was received.</param>
    /// <param name="check">What content that came before its fields is still to be compared with; null for nothing.</param>
    public void Record(OpenUpload upload, long offset, IContentSink content, PartCheck? check = null)
    {
        var slice = content as SliceWriter;

        // Fields after the content may have changed what the ones before it said, and the upload may be a new one.
        if (slice is not null && (slice.Upload != upload || slice.Offset != offset))
        {
            throw new RefusedException(CosCode.SessionWrong, "the upload has changed while the slice was received");
        }

        slice?.EnsureCurrent();
        string? spool = slice is null ? (content as SpooledContent)?.Path : slice.SpoolPath;
        if (slice is null && check is not null && spool is not null)
        {
            StoreGuard.Run(() => PositionalFile.Read(spool, (block, _) => check.Append(block)));
        }

        upload.SupersedeOthers(offset, slice);
        if (spool is not null && IsWanted(upload, offset, content.Length, spool))
        {
            upload.ForgetSha(offset);
            store.Apply(upload, offset, spool);
        }

        options.Flips?.Apply(upload, offset, content.Length);
        store.Record(upload, offset, content.Length);
        if (options.Flips is null)
        {
            // Where bytes may be flipped, only reading all of them again tells what they are.
            upload.CarrySha(offset, slice?.Running);
        }
    }

    /// <summary>What becomes of a slice that was received before is undocumented, hence an option.</summary>
    private bool IsWanted(OpenUpload upload, long offset, long length, string spool)
    {
        if (upload.LengthAt(offset) != length || options.RepeatedSlice == RepeatedSlice.Replace)
        {
            return true;
        }

        if (options.RepeatedSlice == RepeatedSlice.Refuse && !store.Holds(upload, offset, spool))
        {
            throw new RefusedException(CosCode.OtherSliceThere, "the slice was received before with other bytes");
        }

        return false;
    }
}
