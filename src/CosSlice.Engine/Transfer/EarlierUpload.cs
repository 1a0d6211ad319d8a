using CosSlice.Journal;

namespace CosSlice.Transfer;

/// <summary>What an earlier run left in the journal, held against the file as it is now.</summary>
internal sealed class EarlierUpload(CurrentUpload upload, UploadRecord earlier)
{
    /// <summary>
    /// Takes up what is proven to be of this content. Anything else that this user began is discarded, so that a nightly run
    /// never comes to a stand over a file that goes on changing.
    /// </summary>
    public async Task TakeUpOrDiscardAsync(CancellationToken cancellationToken)
    {
        string? difference = await CompareAsync(cancellationToken).ConfigureAwait(false) ?? Unwanted();
        if (difference is null)
        {
            upload.TakeUp(earlier);
            return;
        }

        Remainder found = await new UnfinishedUpload(upload).DiscardAsync(earlier, cancellationToken).ConfigureAwait(false);
        upload.Entry.Remove();
        if (found == Remainder.Discarded || earlier.BytesAcknowledged > 0)
        {
            upload.Warn(
                $"What was sent of it before is of no more use, as {difference}: it is sent from the beginning.");
        }
    }

    /// <summary>Compares the file with what was begun: length and last-write time, and the content where only the time or the name differs.</summary>
    /// <returns>What is different, as the end of a sentence; <see langword="null"/> where it is the same.</returns>
    public async Task<string?> CompareAsync(CancellationToken cancellationToken)
    {
        if (upload.Source.Length != earlier.Length)
        {
            return $"the file had {earlier.Length} bytes and now has {upload.Source.Length}";
        }

        bool isSamePath = upload.Source.Path == earlier.LiteralPath;
        if (isSamePath && upload.Source.LastWriteTimeUtc == earlier.LastWriteTimeUtc)
        {
            return null;
        }

        if (earlier.Sha1 is not null)
        {
            string sha1 = await upload.ReadSha1Async(cancellationToken).ConfigureAwait(false);
            return sha1 == earlier.Sha1 ? null : $"the file's content changed: its SHA-1 was {earlier.Sha1} and now is {sha1}";
        }

        return isSamePath
            ? $"the file was last written at {earlier.LastWriteTimeUtc:O} and now at {upload.Source.LastWriteTimeUtc:O}"
            : $"it was of another file, '{earlier.LiteralPath}'";
    }

    // Of the same content, and begun in another way than this run is to end in.
    private string? Unwanted()
    {
        if (earlier.Checksum != CosChecksum.Sha1 && upload.Checksum == CosChecksum.Sha1)
        {
            return "it was begun without a SHA-1, which is to be verified now";
        }

        if (upload.BizAttribute is not null && upload.BizAttribute != earlier.BizAttribute)
        {
            return "it was begun with another BizAttribute";
        }

        bool isUnusable = earlier is { Session: not null, BytesAcknowledged: 0 } && !SliceSizeRule.Fits(earlier.SliceSize, earlier.PartSize);
        return isUnusable ? $"the service asked for slices of {earlier.SliceSize} bytes, which cannot be sent" : null;
    }
}
