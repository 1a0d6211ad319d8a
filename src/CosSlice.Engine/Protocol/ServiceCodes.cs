namespace CosSlice.Protocol;

/// <summary>
/// The one table of what the service's codes mean to an upload, by generation of the API; and of what an HTTP status means where
/// there is no code.
/// </summary>
/// <remarks>
/// The rows are in <see cref="CommonErrors"/>, <see cref="V4Errors"/>, <see cref="V4InternalErrors"/>, <see cref="V1Errors"/> and
/// <see cref="StatusErrors"/>, each with its source.
/// </remarks>
internal static class ServiceCodes
{
    /// <summary>A finished object of that name exists and insertOnly is 1.</summary>
    public const int FileExists = -177;

    /// <summary>The file exists and is completely uploaded.</summary>
    public const int FileComplete = -4018;

    /// <summary>v4: an upload of the same name and content is unfinished. v1: storing failed, and the upload begins afresh.</summary>
    public const int Unfinished = -4019;

    /// <summary>v4: an upload of the same name, but other content, is unfinished. v1: the check must be by SHA-1.</summary>
    public const int UnfinishedOther = -4020;

    /// <summary>No such object.</summary>
    public const int NotFound = -197;

    /// <summary>A folder or a file of that name is in the way.</summary>
    public const int PathConflict = -178;

    /// <summary>The path is not one, or a part of it is missing.</summary>
    public const int PathInvalid = -180;

    /// <summary>The whole that the service put together does not have the SHA-1 that was declared.</summary>
    public const int ShaMismatch = -4016;

    /// <summary>v4: a slice is not the content that was declared for it.</summary>
    public const int PartMismatch = -29138;

    /// <summary>The HTTP status of a proxy that wants a password, or another one.</summary>
    public const int ProxyAuthenticationRequired = 407;

    // The same as NotFound, from deeper inside the service.
    private const int ObjectMissing = -29043;
    private const int StoreMissing = -6992;

    // v4, with sha: no part of what was declared begins there. Without: it is no multiple of 1 MiB, or of a slice.
    private const int PartOffset = -29136;
    private const int SliceOffset = -29095;
    private const int SliceOffsetInside = -29098;
    private const int SliceTooLarge = -281;
    private const int SliceTooSmall = -283;
    private const int SliceIllegal = -46622;

    // v4: the MD5 of a slice, from two layers of the service, and of one that came before or at the same time.
    private const int SliceDigest = -29143;
    private const int SliceDigestInside = -29063;
    private const int SliceTaken = -29147;

    // The bucket, from two layers of the service; and the app id, which each generation has codes of its own for.
    private const int BucketMissing = -133;
    private const int BucketMissingInside = -5957;
    private const int AppIdMissing = -46642;
    private const int V1AppIdMissing = -80;
    private const int V1AppIdUnknown = -82;

    private static readonly ErrorEntry Unknown = new(
        RetryClass.Fatal,
        CosErrorKind.InvalidOperation,
        () => ServiceCodeTexts.Unknown);

    // The documentation ships the v1 list with both generations: a code that a generation's own list lacks means what the other's says.
    private static readonly ErrorRows[] V4 = [CommonErrors.Rows, V4Errors.Rows, V4InternalErrors.Rows, V1Errors.Rows];
    private static readonly ErrorRows[] V1 = [CommonErrors.Rows, V1Errors.Rows, V4Errors.Rows, V4InternalErrors.Rows];

    /// <summary>Whether a code says that there is no such bucket or app id, which is so for every key in it.</summary>
    /// <param name="apiVersion">The generation of the API.</param>
    /// <param name="code">The code.</param>
    public static bool IsPlaceMissing(int apiVersion, int code)
        => apiVersion == 1 ? code is V1AppIdMissing or V1AppIdUnknown : code is BucketMissing or BucketMissingInside or AppIdMissing;

    /// <summary>Whether a refusal says that there is no object of that name.</summary>
    public static bool IsObjectMissing(int code) => code is NotFound or ObjectMissing or StoreMissing;

    /// <summary>What a code means; for an unknown one, what the status says.</summary>
    /// <param name="apiVersion">The generation that answered: 1 or 4.</param>
    /// <param name="code">The answer's code, not 0.</param>
    /// <param name="httpStatus">The answer's status.</param>
    public static ErrorEntry Of(int apiVersion, int code, int httpStatus)
    {
        ErrorEntry? entry = Find(apiVersion, code);
        bool blamesRequest = httpStatus is >= 400 and <= 499 && !IsBusy(httpStatus);
        return ReferenceEquals(entry, ServiceFaults.Internal) && blamesRequest
            ? ServiceFaults.InternalForGood
            : entry ?? StatusErrors.Find(httpStatus) ?? Unknown;
    }

    /// <summary>What an answer means that carries no code, such as a page of a proxy.</summary>
    public static ErrorEntry OfStatus(int httpStatus) => StatusErrors.Of(httpStatus);

    /// <summary>Whether a status alone says that a later repeat may succeed.</summary>
    public static bool IsBusy(int httpStatus) => StatusErrors.Find(httpStatus)?.Class is RetryClass.Later;

    /// <summary>Whether a refusal says that slices begin, end or are as long as no slice of the upload may.</summary>
    public static bool IsOfSlicing(int code) => code is PartOffset or SliceOffset or SliceOffsetInside or SliceTooLarge or SliceTooSmall or SliceIllegal;

    /// <summary>Whether a refusal says that the service has other bytes of a slice than those that came now.</summary>
    public static bool IsOfDamage(int code) => code is SliceDigest or SliceDigestInside or SliceTaken;

    /// <summary>Makes the exception of an answer with a code other than 0.</summary>
    /// <param name="apiVersion">The generation that answered: 1 or 4.</param>
    /// <param name="code">The answer's code.</param>
    /// <param name="httpStatus">The answer's status.</param>
    /// <param name="requestId">The service's id of the request, where it sent one.</param>
    /// <param name="operation">The protocol's op.</param>
    /// <param name="message">The answer's message, safe to show.</param>
    public static CosServiceException Refusal(
        int apiVersion, int code, int httpStatus, string? requestId, string operation, string message)
        => new(code, httpStatus, requestId, operation, message, Of(apiVersion, code, httpStatus));

    /// <summary>The entry for this very code, where a table has one.</summary>
    public static ErrorEntry? Find(int apiVersion, int code)
    {
        foreach (ErrorRows rows in apiVersion == 1 ? V1 : V4)
        {
            if (rows.Find(code) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }
}
