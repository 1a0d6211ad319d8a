namespace CosSlice.Protocol;

/// <summary>What an HTTP status says where an answer carries no code, or one that no table knows.</summary>
/// <remarks>
/// Sources: the statuses in the error page of the v1 API (its documentation is product 430), 612 and 631 among them, and those that
/// proxies and gateways on the way answer by themselves (RFC 9110, RFC 6585).
/// </remarks>
internal static class StatusErrors
{
    /// <summary>An answer without a code whose status says nothing either.</summary>
    private static readonly ErrorEntry Unspecific = new(
        RetryClass.Fatal,
        CosErrorKind.InvalidResponse,
        () => ServiceCodeTexts.NotTheService);

    /// <summary>The service is out of order, or what stands before it.</summary>
    private static readonly ErrorEntry OutOfOrder = new(
        RetryClass.Later,
        CosErrorKind.Connection,
        () => ServiceCodeTexts.OutOfOrder,
        mayHaveActed: true);

    private static readonly ErrorRows Rows = new()
    {
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            () => ServiceCodeTexts.RequestAltered,
            400
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.AccessRefused,
            401, 403
        },
        {
            RetryClass.BadRequest, CosErrorKind.NotFound,
            () => ServiceCodeTexts.NoSuchAddress,
            404
        },
        {
            RetryClass.BadRequest, CosErrorKind.InvalidOperation,
            () => ServiceCodeTexts.NoUploadsHere,
            405
        },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.ProxyCredential, ServiceCodes.ProxyAuthenticationRequired },
        {
            ErrorEntry.NotBegun(CosErrorKind.Connection, () => ServiceCodeTexts.RequestTimeout),
            408
        },
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.BodyTooLarge,
            413
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.AddressTooLong, 414 },
        {
            ErrorEntry.NotBegun(CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.RateLimited),
            429
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.ObjectBlocked,
            451
        },
        { RetryClass.BadRequest, CosErrorKind.NotFound, () => ServiceCodeTexts.NoSuchFile, 612 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.NoSuchAppId, 631 },
    };

    /// <summary>What a status says; for one that says nothing, where to look first.</summary>
    public static ErrorEntry Of(int httpStatus) => Find(httpStatus) ?? Unspecific;

    /// <summary>What a status says, or nothing.</summary>
    public static ErrorEntry? Find(int httpStatus) => Rows.Find(httpStatus) ?? (httpStatus is >= 500 and <= 599 ? OutOfOrder : null);
}
