using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice;

/// <summary>Every error that the engine raises by itself: id, class, text and advice in one place.</summary>
internal static class CosErrors
{
    internal const string SignatureExpiredId = "SignatureExpired";
    internal const string PathNotFoundId = "PathNotFound";
    internal const string PathIsFolderId = "PathIsFolder";
    internal const string SourceMissingId = "SourceMissing";
    internal const string SourceChangedId = "SourceChanged";
    internal const string ChecksumMismatchId = "ChecksumMismatch";

    public static CosException InvalidContext(string message, string advice)
        => new("InvalidContext", CosErrorKind.InvalidArgument, message, advice);

    public static CosException InvalidRegion(string name, IEnumerable<string> known)
        => new(
            "InvalidRegion",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(ErrorTexts.InvalidRegion, name),
            TextFormat.Of(AdviceTexts.InvalidRegion, string.Join(", ", known)));

    public static CosException CredentialMissing(string? message = null)
        => new(
            "CosCredentialMissing",
            CosErrorKind.Authentication,
            message ?? ErrorTexts.CredentialMissing,
            AdviceTexts.CredentialMissing);

    public static CosException AppIdMissing()
        => new(
            "CosAppIdMissing",
            CosErrorKind.InvalidArgument,
            ErrorTexts.AppIdMissing,
            AdviceTexts.AppIdMissing);

    public static CosException BucketMissing()
        => new(
            "CosBucketMissing",
            CosErrorKind.InvalidArgument,
            ErrorTexts.BucketMissing,
            AdviceTexts.BucketMissing);

    public static CosException EndpointMissing()
        => new(
            "CosEndpointMissing",
            CosErrorKind.InvalidArgument,
            ErrorTexts.EndpointMissing,
            AdviceTexts.EndpointMissing);

    public static CosException InvalidSignature(string problem)
        => new(
            "InvalidSignature",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(ErrorTexts.InvalidSignature, problem),
            AdviceTexts.InvalidSignature);

    public static CosException InvalidOneTimeSignature(string problem, string? key = null)
        => new(
            "InvalidSignature",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(ErrorTexts.InvalidOneTimeSignature, problem),
            TextFormat.Of(AdviceTexts.InvalidOneTimeSignature, (key ?? "<key>").Replace("'", "''")));

    public static CosException SignatureExpired(DateTimeOffset expiresAt, CosServiceException? refusal)
        => After(refusal, new CosException(
            SignatureExpiredId,
            CosErrorKind.Authentication,
            refusal is null
                ? TextFormat.Invariant(ErrorTexts.SignatureTimeOver, expiresAt)
                : TextFormat.Invariant(ErrorTexts.SignatureExpired, expiresAt),
            AdviceTexts.SignatureExpired,
            refusal)
        {
            IsTransient = true,
        });

    public static CosException OneTimeSignatureNeeded(string key)
        => new(
            "OneTimeSignatureNeeded",
            CosErrorKind.PermissionDenied,
            TextFormat.Of(ErrorTexts.OneTimeSignatureNeeded, key),
            TextFormat.Of(AdviceTexts.OneTimeSignatureNeeded, key.Replace("'", "''")));

    public static CosException InvalidOption(string message, string advice)
        => new("InvalidOption", CosErrorKind.InvalidArgument, message, advice);

    public static CosException ChecksumNotTaken(CosChecksum checksum)
        => InvalidOption(
            TextFormat.Of(ErrorTexts.ChecksumNotTaken, checksum),
            AdviceTexts.ChecksumNotTaken);

    public static CosException InvalidKey(string key, string problem)
        => new(
            "InvalidKey",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(ErrorTexts.InvalidKey, key, problem),
            AdviceTexts.InvalidKey);

    public static CosException PathNotFound(string path, Exception? inner = null)
        => new(
            PathNotFoundId,
            CosErrorKind.NotFound,
            TextFormat.Of(ErrorTexts.PathNotFound, path),
            AdviceTexts.PathNotFound,
            inner);

    public static CosException PathIsFolder(string path)
        => new(
            PathIsFolderId,
            CosErrorKind.InvalidArgument,
            TextFormat.Of(ErrorTexts.PathIsFolder, path),
            AdviceTexts.PathIsFolder);

    public static CosException FileUnreadable(string path, Exception inner)
        => new(
            "FileUnreadable",
            CosErrorKind.SourceUnreadable,
            TextFormat.Of(ErrorTexts.FileUnreadable, path, inner.Message),
            AdviceTexts.FileUnreadable,
            inner);

    public static CosException NotAFile(string path)
        => new(
            "FileUnreadable",
            CosErrorKind.SourceUnreadable,
            TextFormat.Of(ErrorTexts.NotAFile, path),
            AdviceTexts.NotAFile);

    public static CosException FileTooLarge(string path, long length, long limit)
        => new(
            "FileTooLarge",
            CosErrorKind.LimitsExceeded,
            TextFormat.Of(ErrorTexts.FileTooLarge, path, length, limit),
            AdviceTexts.FileTooLarge);

    public static CosException SourceChanged(string path, string what)
        => new(
            SourceChangedId,
            CosErrorKind.SourceChanged,
            TextFormat.Of(ErrorTexts.SourceChanged, path, what),
            AdviceTexts.SourceChanged);

    public static CosException SourceChangedSince(string path, string difference)
        => new(
            SourceChangedId,
            CosErrorKind.SourceChanged,
            TextFormat.Of(ErrorTexts.SourceChangedSince, path, difference),
            AdviceTexts.SourceChangedSince);

    public static CosException SourceMissing(string path, CosException cause)
        => new(
            SourceMissingId,
            CosErrorKind.NotFound,
            TextFormat.Of(ErrorTexts.SourceMissing, path),
            AdviceTexts.SourceMissing,
            cause);

    public static CosException UploadNotFound(string uploadId)
        => new(
            "UploadNotFound",
            CosErrorKind.NotFound,
            TextFormat.Of(ErrorTexts.UploadNotFound, SafeText.Of(uploadId, 100)),
            AdviceTexts.UploadNotFound);

    public static CosException UploadIncomplete(string key, long length, IReadOnlyList<(long Start, long End)> missing)
    {
        const int Told = 5;
        long lacking = missing.Sum(range => range.End - range.Start);
        string ranges = string.Join(", ", missing.Take(Told).Select(range => TextFormat.Of(ErrorTexts.ByteRange, range.Start, range.End - 1)));
        return new CosException(
            "UploadIncomplete",
            CosErrorKind.InvalidOperation,
            missing.Count > Told
                ? TextFormat.Of(ErrorTexts.UploadIncompleteInMore, key, lacking, length, ranges, missing.Count - Told)
                : TextFormat.Of(ErrorTexts.UploadIncomplete, key, lacking, length, ranges),
            AdviceTexts.UploadIncomplete)
        {
            IsTransient = true,
        };
    }

    public static CosException NoSeparateLastStep()
        => InvalidOption(
            ErrorTexts.NoSeparateLastStep,
            AdviceTexts.NoSeparateLastStep);

    public static CosException NoStepToLeave(string path)
        => InvalidOption(
            TextFormat.Of(ErrorTexts.NoStepToLeave, path),
            AdviceTexts.NoStepToLeave);

    public static CosException JournalUnusable(JournalException cause)
        => new(
            "JournalUnusable",
            CosErrorKind.InvalidOperation,
            TextFormat.Of(ErrorTexts.JournalUnusable, cause.Message),
            AdviceTexts.JournalUnusable,
            cause);

    public static CosException FileExists(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "CosFileExists",
            CosErrorKind.Exists,
            TextFormat.Of(ErrorTexts.FileExists, key),
            AdviceTexts.FileExists,
            refusal));

    public static CosException FileNotFound(string key, CosServiceException refusal)
        => After(refusal, new CosException(
            "CosFileNotFound",
            CosErrorKind.NotFound,
            TextFormat.Of(ErrorTexts.FileNotFound, key),
            AdviceTexts.FileNotFound,
            refusal));

    public static CosException FileUnfinished(string key, long length, long size)
        => new(
            "CosFileUnfinished",
            CosErrorKind.InvalidOperation,
            TextFormat.Of(ErrorTexts.FileUnfinished, key, length, size),
            AdviceTexts.FileUnfinished);

    public static CosException FileNotComparable(string key)
        => new(
            "CosFileNotComparable",
            CosErrorKind.InvalidOperation,
            TextFormat.Of(ErrorTexts.FileNotComparable, key),
            AdviceTexts.FileNotComparable);

    public static CosException UploadNotProven(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "UploadNotProven",
            CosErrorKind.Exists,
            TextFormat.Of(ErrorTexts.UploadNotProven, key),
            AdviceTexts.UploadNotProven,
            refusal));

    public static CosException UploadContested(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "UploadNotProven",
            CosErrorKind.Exists,
            TextFormat.Of(ErrorTexts.UploadContested, key),
            AdviceTexts.UploadContested,
            refusal));

    public static CosException DeleteRefused(string key)
        => new(
            "UploadNotProven",
            CosErrorKind.Exists,
            TextFormat.Of(ErrorTexts.DeleteRefused, key),
            AdviceTexts.DeleteRefused);

    public static CosException UploadLocked(string key, LockHolder holder)
        => new(
            "UploadLocked",
            CosErrorKind.Exists,
            TextFormat.Of(ErrorTexts.UploadLocked, key, holder),
            AdviceTexts.UploadLocked)
        {
            IsTransient = true,
        };

    public static CosException SliceSizeMismatch(long answered, string problem)
        => new(
            "SliceSizeMismatch",
            CosErrorKind.InvalidResponse,
            TextFormat.Of(ErrorTexts.SliceSizeMismatch, answered, problem),
            AdviceTexts.SliceSizeMismatch);

    public static CosException InvalidResponse(string operation, int httpStatus, string? requestId, string problem, Exception? inner = null)
        => new(
            "InvalidResponse",
            CosErrorKind.InvalidResponse,
            TextFormat.Of(ErrorTexts.InvalidResponse, operation, httpStatus, problem),
            ServiceCodes.OfStatus(httpStatus).Advice,
            SafeText.OfCause(inner))
        {
            HttpStatus = httpStatus,
            RequestId = requestId,
        };

    public static CosException ChecksumMismatch(string key, long offset, long length, string sent, string received)
        => new(
            ChecksumMismatchId,
            CosErrorKind.Integrity,
            TextFormat.Of(ErrorTexts.ChecksumMismatch, offset, offset + length - 1, key, sent, SafeText.Of(received, 60)),
            AdviceTexts.ChecksumMismatch);

    public static CosException MixedContent(string key)
        => new(
            ChecksumMismatchId,
            CosErrorKind.Integrity,
            TextFormat.Of(ErrorTexts.MixedContent, key),
            AdviceTexts.MixedContent);

    public static CosException ConnectionNotSecure(Exception cause)
        => new(
            "ConnectionNotSecure",
            CosErrorKind.Connection,
            cause.Message,
            AdviceTexts.ConnectionNotSecure,
            cause);

    public static CosException TransferInterrupted(string operation, int attempts, TimeSpan noProgress, Exception last)
        => new(
            "TransferInterrupted",
            CosErrorKind.Connection,
            attempts == 1
                ? TextFormat.Of(ErrorTexts.TransferInterruptedOnce, operation, attempts, noProgress.TotalSeconds, last.Message)
                : TextFormat.Of(ErrorTexts.TransferInterrupted, operation, attempts, noProgress.TotalSeconds, last.Message),
            (last as CosException)?.RecommendedAction is { } advice
                ? TextFormat.Of(AdviceTexts.TransferInterruptedAfter, advice)
                : AdviceTexts.TransferInterrupted,
            last)
        {
            IsTransient = true,
            Code = (last as CosException)?.Code,
            HttpStatus = (last as CosException)?.HttpStatus,
            RequestId = (last as CosException)?.RequestId,
        };

    // What the service said is in the inner exception, and on the outer one where scripts look for it.
    private static CosException After(CosServiceException? refusal, CosException conclusion)
    {
        conclusion.Code = refusal?.Code;
        conclusion.HttpStatus = refusal?.HttpStatus;
        conclusion.RequestId = refusal?.RequestId;
        return conclusion;
    }
}
