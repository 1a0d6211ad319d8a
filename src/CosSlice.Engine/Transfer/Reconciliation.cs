using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>
/// Finds out what became of a request whose answer was lost, or whose object is there already: neither a failure nor a
/// success until the service says which.
/// </summary>
internal sealed class Reconciliation(CurrentUpload upload)
{
    /// <summary>A beginning was told that the object exists.</summary>
    /// <param name="refusal">What it was told, where that was a refusal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CosException"><c>CosFileExists</c>: the object is not known to be this file.</exception>
    public async Task<BeginAnswer> OfExistingAsync(CosServiceException? refusal, CancellationToken cancellationToken)
    {
        ObjectAnswer? stored = await FindOursAsync(cancellationToken).ConfigureAwait(false);
        return stored is null
            ? throw CosErrors.FileExists(upload.Key, refusal)
            : new BeginAnswer { Finished = stored };
    }

    /// <summary>The object, where it is finished and its sha is the file's.</summary>
    public async Task<ObjectAnswer?> FindOursAsync(CancellationToken cancellationToken)
    {
        // Without sha nothing can be compared without reading the whole file for it, which is worth it only where this user
        // had begun the upload.
        bool isOurs = (upload.Terms.Sha is not null || upload.IsTakenUp)
            && await IsOursAsync(upload.WasFinishAsked, cancellationToken).ConfigureAwait(false);
        return isOurs ? await upload.FindFinishedAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>An upload in one request was told that the object exists, perhaps in a repeat after a lost answer.</summary>
    /// <param name="refusal">What it was told.</param>
    /// <param name="trace">What became of the request's attempts; only one that was sent whole can be the object's origin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CosException"><c>CosFileExists</c>: the object is not known to be this file.</exception>
    public async Task<ObjectAnswer> OfUploadAsync(CosServiceException refusal, AttemptTrace trace, CancellationToken cancellationToken)
    {
        bool isOurs = (trace.AnswerLost || upload.Terms.Sha is not null)
            && await IsOursAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);

        ObjectAnswer? stored = isOurs ? await upload.FindFinishedAsync(cancellationToken).ConfigureAwait(false) : null;
        if (stored is null)
        {
            throw CosErrors.FileExists(upload.Key, refusal);
        }

        upload.Note(TransferTexts.Confirmed);
        return stored;
    }

    /// <summary>The last step was repeated after a lost answer and refused: whether the first one had worked.</summary>
    /// <param name="wholeRequestLost">Whether the request that was lost had been sent whole, so that it can have finished the object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The finished object, or <see langword="null"/> where it is not finished, or not this one.</returns>
    public async Task<ObjectAnswer?> OfRepeatedFinishAsync(bool wholeRequestLost, CancellationToken cancellationToken)
    {
        ObjectAnswer? finished = await upload.FindFinishedAsync(cancellationToken).ConfigureAwait(false);
        if (finished is null || !await IsOursAsync(wholeRequestLost, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        upload.Note(TransferTexts.FinishAnswerLost);
        return finished;
    }

    /// <summary>Compares what is stored with the file: by sha, or where the service knows none, by what this process has seen itself do.</summary>
    public async Task<bool> IsOursAsync(bool otherwise, CancellationToken cancellationToken)
    {
        StatAnswer? stat = await upload.FindAsync(cancellationToken).ConfigureAwait(false);
        if (stat is not { IsFinished: true } || stat.FileSize != upload.Source.Length)
        {
            return false;
        }

        if (stat.Sha is null)
        {
            return otherwise;
        }

        string sha = await upload.ReadSha1Async(cancellationToken).ConfigureAwait(false);
        return string.Equals(stat.Sha, sha, StringComparison.OrdinalIgnoreCase);
    }
}
