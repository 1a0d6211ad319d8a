namespace CosSlice.Protocol;

/// <summary>What the service's codes mean to an upload.</summary>
/// <remarks>Source: the error page of the v4 API, cloud.tencent.com/document/product/436/8432; retry classes follow its wording.</remarks>
internal static class ServiceCodes
{
    /// <summary>A finished object of that name exists and insertOnly is 1.</summary>
    public const int FileExists = -177;

    /// <summary>The file exists and is completely uploaded.</summary>
    public const int FileComplete = -4018;

    /// <summary>An upload of the same name is unfinished.</summary>
    public const int Unfinished = -4019;

    /// <summary>An upload of the same name, but other content, is unfinished.</summary>
    public const int UnfinishedOther = -4020;

    /// <summary>No such object.</summary>
    public const int NotFound = -197;

    public static RetryClass RetryClassOf(int code, int httpStatus) => code switch
    {
        -71 or -195 or -196 or -5997 or -21095 or -29302 or -5963 or -20034 => RetryClass.Later,
        -29063 or -29143 or -29147 or -5961 => RetryClass.Damaged,
        -59 or -96 or -46619 or -77 => RetryClass.SignAgain,
        _ => IsBusy(httpStatus) ? RetryClass.Later : RetryClass.Never,
    };

    /// <summary>
    /// Whether a request that was refused may have been carried out all the same: an internal error says nothing of how far
    /// the service came, while a refusal for the rate, for a concurrent writer or for a body that never came says that it did not begin.
    /// </summary>
    public static bool MayHaveActed(int code, int httpStatus)
        => code is not (-71 or -20034 or -5963) && httpStatus is not (429 or 408);

    /// <summary>Whether a status alone says that a later repeat may succeed.</summary>
    public static bool IsBusy(int httpStatus) => httpStatus is >= 500 and <= 599 or 429 or 408;

    public static CosServiceException Refusal(int code, int httpStatus, string? requestId, string operation, string message)
    {
        (CosErrorKind kind, string? advice) = Explain(code, httpStatus);
        return new CosServiceException(code, httpStatus, requestId, operation, message, kind, advice)
        {
            IsTransient = RetryClassOf(code, httpStatus) is RetryClass.Later,
        };
    }

    private static (CosErrorKind Kind, string? Advice) Explain(int code, int httpStatus) => code switch
    {
        -47 or -79 => (CosErrorKind.Authentication, "The service does not know this SecretId: check the credential's user name."),
        -48 or -97 or -46618 => (CosErrorKind.Authentication, "The signature does not fit: check the SecretKey, the credential's password."),
        -59 or -96 or -46619 => (CosErrorKind.Authentication, "The signature counts as expired: check this machine's clock."),
        -53 or -55 or -57 or -73 or -74 or -76 or -77 or -81 or -46642 => (CosErrorKind.Authentication, "Check the credential and its permissions."),
        -61 => (CosErrorKind.Authentication, "The credential was signed for another bucket: check -Bucket."),
        -70 => (CosErrorKind.Authentication, "The app id does not belong to this SecretId: check -AppId."),
        -63 => (CosErrorKind.PermissionDenied, "The signature is bound to another object."),
        -133 or -5957 => (CosErrorKind.NotFound, "There is no such bucket in this region: check -Bucket (its name without the app id behind it) and -Region."),
        -197 or -29043 => (CosErrorKind.NotFound, "Check the key, and that the folders in it exist."),
        FileExists or FileComplete or Unfinished or UnfinishedOther => (CosErrorKind.Exists, "Use -Force to overwrite, or another -Key."),
        -178 or -46208 => (CosErrorKind.Exists, "A folder has that name: use another -Key."),
        -180 or -46157 => (CosErrorKind.InvalidArgument, "The service does not take this key: use another -Key."),
        -71 => (CosErrorKind.LimitsExceeded, "The service limits the rate of requests: lower -ThrottleLimit or try later."),
        -281 or -283 or -284 or -285 or -29105 or -46622 => (CosErrorKind.LimitsExceeded, "Check the file's size and -SliceSize (1MB is always taken)."),
        -29063 or -29143 or -29147 or -29138 or -4016 or -5961 => (CosErrorKind.Integrity, "Content arrived damaged: send the file again."),
        -20034 => (CosErrorKind.InvalidOperation, "Something else writes to the same object: make sure that only one upload of it runs."),
        -46615 or -46620 => (CosErrorKind.PermissionDenied, "The bucket is blocked: look at the account in the console."),
        -46621 or -46646 => (CosErrorKind.PermissionDenied, "The service has blocked this object."),
        -46659 => (CosErrorKind.InvalidOperation, "The bucket keeps versions, which this API does not serve: use the service's XML API."),
        _ when IsBusy(httpStatus) => (CosErrorKind.Connection, "Try again later."),
        _ when httpStatus is 401 or 403 => (CosErrorKind.PermissionDenied, "Check the credential and its permissions."),
        _ when httpStatus == 404 => (CosErrorKind.NotFound, null),
        _ => (CosErrorKind.InvalidOperation, null),
    };
}
