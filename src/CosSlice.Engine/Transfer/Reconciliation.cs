using System.Security.Cryptography;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>
/// Finds out what became of a request whose answer was lost: neither a failure nor a success until the service says which.
/// </summary>
internal sealed class Reconciliation(CurrentUpload upload)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>An upload in one request was repeated after a lost answer and told that the object exists.</summary>
    /// <param name="wholeRequestLost">Whether the request that was lost had been sent whole, so that it can be the origin of the object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CosException"><c>CosFileExists</c>: the object is not known to be this file.</exception>
    public async Task<ObjectAnswer> OfRepeatedUploadAsync(bool wholeRequestLost, CancellationToken cancellationToken)
    {
        if (!await IsOursAsync(wholeRequestLost, cancellationToken).ConfigureAwait(false))
        {
            throw CosErrors.FileExists(upload.Key);
        }

        // Only the list of a finished object has all of its addresses.
        ListAnswer? list = await ListAsync(cancellationToken).ConfigureAwait(false);
        ObjectAnswer stored = list?.Finished ?? throw CosErrors.FileExists(upload.Key);
        upload.Note("The answer to upload was lost; the service confirms that the object is there and the same.");
        return stored;
    }

    /// <summary>The last step was repeated after a lost answer and refused: whether the first one had worked.</summary>
    /// <param name="wholeRequestLost">Whether the request that was lost had been sent whole, so that it can have finished the object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The finished object, or <see langword="null"/> where it is not finished, or not this one.</returns>
    public async Task<ObjectAnswer?> OfRepeatedFinishAsync(bool wholeRequestLost, CancellationToken cancellationToken)
    {
        ListAnswer? list = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (list?.Finished is null || !await IsOursAsync(wholeRequestLost, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        upload.Note("The answer to upload_slice_finish was lost; the service confirms that the object is finished.");
        return list.Finished;
    }

    private async Task<ListAnswer?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code == ServiceCodes.NotFound)
        {
            return null;
        }
    }

    /// <summary>Compares what is stored with the file: by sha, or where the service knows none, by what this process has seen itself do.</summary>
    public async Task<bool> IsOursAsync(bool otherwise, CancellationToken cancellationToken)
    {
        StatAnswer stat = await upload.StatAsync(cancellationToken).ConfigureAwait(false);
        if (!stat.IsFinished || stat.FileSize != upload.Source.Length)
        {
            return false;
        }

        return stat.Sha is { Length: > 0 } sha
            ? string.Equals(sha, await ComputeSha1Async(cancellationToken).ConfigureAwait(false), StringComparison.OrdinalIgnoreCase)
            : otherwise;
    }

    private async Task<string> ComputeSha1Async(CancellationToken cancellationToken)
    {
#pragma warning disable CA5350 // SHA-1 is what the service knows its objects by
        using IncrementalHash sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        byte[] buffer = new byte[BufferSize];
        for (long offset = 0; offset < upload.Source.Length;)
        {
            int count = (int)Math.Min(buffer.Length, upload.Source.Length - offset);
            int read = await upload.Source.ReadAsync(offset, buffer, count, cancellationToken).ConfigureAwait(false);
            sha1.AppendData(buffer, 0, read);
            offset += read;
        }

        upload.Source.EnsureUnchanged();
        return HexText.Of(sha1.GetHashAndReset());
    }
}
