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
        "Check -Region or -Endpoint, and that no proxy or sign-in page answers in the service's place.");

    /// <summary>The service is out of order, or what stands before it.</summary>
    private static readonly ErrorEntry OutOfOrder = new(
        RetryClass.Later,
        CosErrorKind.Connection,
        "The service, or a proxy before it, is out of order for the moment: try again later.",
        mayHaveActed: true);

    private static readonly ErrorRows Rows = new()
    {
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            "The request does not get through as it was sent: check -ApiVersion and -Endpoint, and that no proxy alters requests.",
            400
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "Access is refused: check -Credential and its permissions, and that no proxy or sign-in page answers in the service's place.",
            401, 403
        },
        {
            RetryClass.BadRequest, CosErrorKind.NotFound,
            "There is nothing at this address: check -Region or -Endpoint, -Bucket and -Key.",
            404
        },
        {
            RetryClass.BadRequest, CosErrorKind.InvalidOperation,
            "What answers does not take uploads: check -Endpoint and -ApiVersion.",
            405
        },
        { RetryClass.Denied, CosErrorKind.Authentication, "The proxy asks who you are: pass -Proxy and -ProxyCredential.", 407 },
        {
            ErrorEntry.NotBegun(CosErrorKind.Connection, "The service waited too long for the request: lower -ThrottleLimit or try later."),
            408
        },
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            "Something on the way does not take requests of this size: use a smaller -SliceSize, or let your proxy take bodies of 20 MB.",
            413
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, "The address is longer than the service takes: use a shorter -Key.", 414 },
        {
            ErrorEntry.NotBegun(CosErrorKind.LimitsExceeded, "The rate of requests is limited: lower -ThrottleLimit or try later."),
            429
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "Access to this object is blocked: look at it in the console, or use another -Key.",
            451
        },
        { RetryClass.BadRequest, CosErrorKind.NotFound, "There is no such file: check -Key, and that the folders in it exist.", 612 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, ErrorAdvice.NoSuchAppId, 631 },
    };

    /// <summary>What a status says; for one that says nothing, where to look first.</summary>
    public static ErrorEntry Of(int httpStatus) => Find(httpStatus) ?? Unspecific;

    /// <summary>What a status says, or nothing.</summary>
    public static ErrorEntry? Find(int httpStatus) => Rows.Find(httpStatus) ?? (httpStatus is >= 500 and <= 599 ? OutOfOrder : null);
}
