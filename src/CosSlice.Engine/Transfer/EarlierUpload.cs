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
                TextFormat.Of(DifferenceTexts.StartsOver, difference));
        }
    }

    /// <summary>Compares the file with what was begun: length and last-write time, and the content where only the time or the name differs.</summary>
    /// <returns>What is different, as the end of a sentence; <see langword="null"/> where it is the same.</returns>
    public async Task<string?> CompareAsync(CancellationToken cancellationToken)
    {
        if (upload.Source.Length != earlier.Length)
        {
            return TextFormat.Of(DifferenceTexts.Length, earlier.Length, upload.Source.Length);
        }

        bool isSamePath = upload.Source.Path == earlier.LiteralPath;
        if (isSamePath && upload.Source.LastWriteTimeUtc == earlier.LastWriteTimeUtc)
        {
            return null;
        }

        if (earlier.Sha1 is not null)
        {
            string sha1 = await upload.ReadSha1Async(cancellationToken).ConfigureAwait(false);
            return sha1 == earlier.Sha1 ? null : TextFormat.Of(DifferenceTexts.Content, earlier.Sha1, sha1);
        }

        return isSamePath
            ? TextFormat.Of(DifferenceTexts.LastWrite, earlier.LastWriteTimeUtc, upload.Source.LastWriteTimeUtc)
            : TextFormat.Of(DifferenceTexts.OtherFile, earlier.LiteralPath);
    }

    // Of the same content, and begun in another way than this run is to end in.
    private string? Unwanted()
    {
        if (earlier.Checksum != CosChecksum.Sha1 && upload.Checksum == CosChecksum.Sha1)
        {
            return DifferenceTexts.WithoutSha1;
        }

        if (upload.BizAttribute is not null && upload.BizAttribute != earlier.BizAttribute)
        {
            return DifferenceTexts.OtherBizAttribute;
        }

        bool isUnusable = earlier is { Session: not null, BytesAcknowledged: 0 } && !SliceSizeRule.Fits(earlier.SliceSize, earlier.PartSize);
        return isUnusable ? TextFormat.Of(DifferenceTexts.SliceSize, earlier.SliceSize) : null;
    }
}
