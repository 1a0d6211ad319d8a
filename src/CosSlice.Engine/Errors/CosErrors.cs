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

    private const string RetryParameters = "see the retry parameters -MaximumRetryCount and -RetryTimeoutSec.";
    private const string ResumeAdvice = "Nothing is lost. Check the connection, then run the command again; " + RetryParameters;

    public static CosException InvalidContext(string message, string advice)
        => new("InvalidContext", CosErrorKind.InvalidArgument, message, advice);

    public static CosException InvalidRegion(string name, IEnumerable<string> known)
        => new(
            "InvalidRegion",
            CosErrorKind.InvalidArgument,
            $"The JSON API is not offered in a region '{name}'.",
            $"Use one of {string.Join(", ", known)}, or name the address with -Endpoint.");

    public static CosException CredentialMissing(string message = "No credential was given.")
        => new(
            "CosCredentialMissing",
            CosErrorKind.Authentication,
            message,
            "Pass -Credential (user name = SecretId, password = SecretKey), use New-CosContext or Set-CosContext, "
            + "or set COS_SECRET_ID and COS_SECRET_KEY.");

    public static CosException ContextPartMissing(string errorId, string part, string parameter, string variable)
        => new(
            errorId,
            CosErrorKind.InvalidArgument,
            $"No {part} was given.",
            $"Pass {parameter}, use New-CosContext or Set-CosContext, or set {variable}.");

    public static CosException InvalidSignature(string problem)
        => new(
            "InvalidSignature",
            CosErrorKind.InvalidArgument,
            $"The signature cannot be used: {problem}.",
            "Make one where the key is, with New-CosSignature -AppId <app id> -Bucket <bucket> -ValidFor <time>, and pass it whole.");

    public static CosException InvalidOneTimeSignature(string problem, string? key = null)
        => new(
            "InvalidSignature",
            CosErrorKind.InvalidArgument,
            $"The one-time signature cannot be used: {problem}.",
            $"Make one where the key is, with New-CosSignature -Once -Key '{(key ?? "<key>").Replace("'", "''")}', and pass it whole.");

    public static CosException SignatureExpired(DateTimeOffset expiresAt, CosServiceException? refusal)
        => After(refusal, new CosException(
            SignatureExpiredId,
            CosErrorKind.Authentication,
            refusal is null
                ? $"The signature is good until {expiresAt:yyyy-MM-dd HH:mm:ss}Z: no request is begun with it in its last seconds or later."
                : $"The service calls the signature, which is made out until {expiresAt:yyyy-MM-dd HH:mm:ss}Z, expired or used up.",
            "What was sent, if anything, is kept. Make a new signature with New-CosSignature and run the command again with it; -ValidFor takes up to 30 days. "
            + "The clock of the machine that makes it must be right.",
            refusal)
        {
            IsTransient = true,
        });

    public static CosException OneTimeSignatureNeeded(string key)
        => new(
            "OneTimeSignatureNeeded",
            CosErrorKind.PermissionDenied,
            $"The unfinished upload of '{key}' must be deleted first, which a multi-effect signature is not allowed to.",
            $"Use -Credential in place of -Signature; or let the deletion be signed where the key is, with New-CosSignature -Once -Key '{key.Replace("'", "''")}', and pass that to Remove-CosUpload -Remote -OneTimeSignature.");

    public static CosException InvalidOption(string message, string advice)
        => new("InvalidOption", CosErrorKind.InvalidArgument, message, advice);

    public static CosException ChecksumNotTaken(CosChecksum checksum)
        => InvalidOption(
            $"Version 1 of the API requires the file's SHA-1: it cannot be used with a checksum of {checksum}.",
            "Leave -Checksum out or set it to Sha1; or use -ApiVersion 4.");

    public static CosException InvalidKey(string key, string problem)
        => new(
            "InvalidKey",
            CosErrorKind.InvalidArgument,
            $"'{key}' cannot be an object's key: {problem}",
            "Give another key with -Key or -KeyPrefix, or rename the file.");

    public static CosException PathNotFound(string path, Exception? inner = null)
        => new(
            PathNotFoundId,
            CosErrorKind.NotFound,
            $"There is no file '{path}'.",
            "Check the spelling; names with [ or ] need -LiteralPath.",
            inner);

    public static CosException PathIsFolder(string path)
        => new(
            PathIsFolderId,
            CosErrorKind.InvalidArgument,
            $"'{path}' is a folder.",
            "Pipe its files in, with Get-ChildItem -File -Recurse.");

    public static CosException FileUnreadable(string path, Exception inner)
        => new(
            "FileUnreadable",
            CosErrorKind.SourceUnreadable,
            $"'{path}' cannot be read: {inner.Message}",
            "Check the file's permissions, and that no other program holds it exclusively.",
            inner);

    public static CosException NotAFile(string path)
        => new(
            "FileUnreadable",
            CosErrorKind.SourceUnreadable,
            $"'{path}' is a pipe or a device, not a file.",
            "Write its content to a file first: an upload reads by position, and needs the length beforehand.");

    public static CosException FileTooLarge(string path, long length, long limit)
        => new(
            "FileTooLarge",
            CosErrorKind.LimitsExceeded,
            $"'{path}' has {length} bytes; the service takes at most {limit} (64 GiB) in one object.",
            "Split the file, or use the service's XML API for it. Nothing was sent.");

    public static CosException SourceChanged(string path, string what)
        => new(
            SourceChangedId,
            CosErrorKind.SourceChanged,
            $"'{path}' changed while it was being read: {what}. Nothing was finished, so that no mixed content is stored.",
            "Wait until nothing writes to the file, then send it again with Send-CosFile: what was sent of the older content is discarded then.");

    public static CosException SourceChangedSince(string path, string difference)
        => new(
            SourceChangedId,
            CosErrorKind.SourceChanged,
            $"'{path}' is not what it was when its upload began: {difference}. Nothing was sent and nothing was finished.",
            "To send the file as it is now, use Send-CosFile with the same key: it discards what was sent before and starts afresh. Remove-CosUpload -Remote gives the upload up.");

    public static CosException SourceMissing(string path, CosException cause)
        => new(
            SourceMissingId,
            CosErrorKind.NotFound,
            $"The file '{path}', whose upload was begun, is not there. What was sent of it is kept.",
            "Put the file back, with its last-write time, and resume the upload; or give it up with Remove-CosUpload -Remote.",
            cause);

    public static CosException UploadNotFound(string uploadId)
        => new(
            "UploadNotFound",
            CosErrorKind.NotFound,
            $"No unfinished upload '{SafeText.Of(uploadId, 100)}' is remembered on this machine by this user.",
            "Get-CosUpload lists them. Send-CosFile sends the file, and finds what the service has of it by its SHA-1.");

    public static CosException UploadIncomplete(string key, long length, IReadOnlyList<(long Start, long End)> missing)
    {
        const int Told = 5;
        string ranges = string.Join(", ", missing.Take(Told).Select(range => $"{range.Start} to {range.End - 1}"));
        string more = missing.Count > Told ? $" and {missing.Count - Told} more ranges" : string.Empty;
        return new CosException(
            "UploadIncomplete",
            CosErrorKind.InvalidOperation,
            $"The upload of '{key}' lacks {missing.Sum(range => range.End - range.Start)} of {length} bytes: {ranges}{more}. Nothing was finished.",
            "Resume-CosUpload sends what is missing, and finishes the upload.")
        {
            IsTransient = true,
        };
    }

    public static CosException NoSeparateLastStep()
        => InvalidOption(
            "Version 1 of the API has no last step of its own: the answer to the last slice finishes the object.",
            "Leave -NoComplete out, and use Resume-CosUpload in place of Complete-CosUpload; or use -ApiVersion 4.");

    public static CosException NoStepToLeave(string path)
        => InvalidOption(
            $"'{path}' is empty: it goes up in one request, which leaves no last step.",
            "Send it without -NoComplete.");

    public static CosException JournalUnusable(JournalException cause)
        => new(
            "JournalUnusable",
            CosErrorKind.InvalidOperation,
            $"The upload's entry cannot be removed. {cause.Message}",
            "Check the folder's permissions and free space; COSSLICE_STATE names another folder.",
            cause);

    public static CosException FileExists(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "CosFileExists",
            CosErrorKind.Exists,
            $"The service already holds an object '{key}', and it is not known to be the same.",
            "Send-CosFile -Force overwrites it; or use another -Key.",
            refusal));

    public static CosException FileNotFound(string key, CosServiceException refusal)
        => After(refusal, new CosException(
            "CosFileNotFound",
            CosErrorKind.NotFound,
            $"The service holds no object '{key}'.",
            "Check the key (upper and lower case count), the bucket and the region.",
            refusal));

    public static CosException FileUnfinished(string key, long length, long size)
        => new(
            "CosFileUnfinished",
            CosErrorKind.InvalidOperation,
            $"The upload of '{key}' was never finished: {length} of {size} bytes are there, and it cannot be downloaded.",
            "Where Get-CosUpload lists it, Resume-CosUpload carries it on, and Complete-CosUpload takes the last step if that is all that is missing. Otherwise send the file again: what was begun with -Checksum Sha1, the default, is carried on, and -Force discards anything else.");

    public static CosException FileNotComparable(string key)
        => new(
            "CosFileNotComparable",
            CosErrorKind.InvalidOperation,
            $"The service holds '{key}' with the same length, and knows no SHA-1 of it: whether the content is the same cannot be told.",
            "Send the file again with -Checksum Sha1 -Force; the service knows the SHA-1 then.");

    public static CosException UploadNotProven(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "UploadNotProven",
            CosErrorKind.Exists,
            $"The service holds an unfinished upload of '{key}' that is not known to be of this content: it is another file's, or was begun by another user or machine, and nothing proves that it is the same.",
            "What was begun with -Checksum Sha1, the default, is carried on where it is sent so again. Send-CosFile -Force discards it and starts afresh; it also overwrites a finished object of that name.",
            refusal));

    public static CosException UploadContested(string key, CosServiceException? refusal)
        => After(refusal, new CosException(
            "UploadNotProven",
            CosErrorKind.Exists,
            $"The unfinished upload of '{key}' was discarded, and another one is there in its place.",
            "Another process seems to be uploading to this key: make sure that only one does, then send the file again.",
            refusal));

    public static CosException DeleteRefused(string key)
        => new(
            "UploadNotProven",
            CosErrorKind.Exists,
            $"The unfinished upload of '{key}' was not discarded: meanwhile the service reports a finished object under that key.",
            "Look at what is there; someone else may have finished it.");

    public static CosException UploadLocked(string key, LockHolder holder)
        => new(
            "UploadLocked",
            CosErrorKind.Exists,
            $"'{key}' is being uploaded by {holder}.",
            "Let it finish, or end it; then run the command again: what it sent is carried on.")
        {
            IsTransient = true,
        };

    public static CosException SliceSizeMismatch(long answered, string problem)
        => new(
            "SliceSizeMismatch",
            CosErrorKind.InvalidResponse,
            $"The service asks for slices of {answered} bytes, {problem}. Nothing was sent.",
            "Try another -SliceSize; 1MB is what every version of the service takes.");

    public static CosException InvalidResponse(string operation, int httpStatus, string? requestId, string problem, Exception? inner = null)
        => new(
            "InvalidResponse",
            CosErrorKind.InvalidResponse,
            $"The answer to {operation} is not what the service sends (HTTP {httpStatus}): {problem}",
            ServiceCodes.OfStatus(httpStatus).Advice,
            inner)
        {
            HttpStatus = httpStatus,
            RequestId = requestId,
        };

    public static CosException ChecksumMismatch(string key, long offset, long length, string sent, string received)
        => new(
            "ChecksumMismatch",
            CosErrorKind.Integrity,
            $"Bytes {offset} to {offset + length - 1} of '{key}' arrived damaged: MD5 {sent} was sent, {received} arrived.",
            "Something between here and the service alters data. The upload was not finished; send the file again over another connection.");

    public static CosException MixedContent(string key)
        => new(
            "ChecksumMismatch",
            CosErrorKind.Integrity,
            $"The object '{key}' is finished, but it is not this file: another client was uploading under the same key at the same time.",
            "Make sure that only one upload of this key runs, then send the file again with -Force.");

    public static CosException ConnectionNotSecure(Exception cause)
        => new(
            "ConnectionNotSecure",
            CosErrorKind.Connection,
            cause.Message,
            "Check that the port speaks https, the endpoint's name and certificate, and this machine's clock; -SkipCertificateCheck is for test servers only.",
            cause);

    public static CosException TransferInterrupted(string operation, int attempts, TimeSpan noProgress, Exception last)
        => new(
            "TransferInterrupted",
            CosErrorKind.Connection,
            $"{operation} gave up after {attempts} {(attempts == 1 ? "attempt" : "attempts")} and {noProgress.TotalSeconds:0} seconds without progress: {last.Message}",
            (last as CosException)?.RecommendedAction is { } advice ? $"{advice} Nothing is lost; {RetryParameters}" : ResumeAdvice,
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
