namespace CosSlice.Protocol;

/// <summary>Codes that mean the same in both generations of the API.</summary>
/// <remarks>
/// Sources: the error page of the v4 API, cloud.tencent.com/document/product/436/8432, and the error page of the v1 API (its
/// documentation is product 430). A code stands here where both pages name it and agree.
/// </remarks>
internal static class CommonErrors
{
    public static readonly ErrorRows Rows = new()
    {
        // Who asks.
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.UnknownSecretId, -79 },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.WrongSecretKey, -97 },
        {
            RetryClass.Denied, CosErrorKind.Authentication,
            () => ServiceCodeTexts.NoSignature,
            -81
        },
        { RetryClass.SignAgain, CosErrorKind.Authentication, () => ServiceCodeTexts.SignatureExpired, -96 },
        {
            RetryClass.SignAgain, CosErrorKind.Authentication,
            () => ServiceCodeTexts.SignatureUsed,
            -77
        },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.SignatureForm, -76, -74, -73 },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.OtherAppId, -70, -62 },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.OtherBucket, -61 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.OtherKey,
            -63
        },

        // Busy, or out of order.
        {
            ErrorEntry.NotBegun(CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.RateLimit),
            -71
        },
        { RetryClass.Later, CosErrorKind.Connection, () => ServiceCodeTexts.StorageUnreachable, -66, -195, -196, -5997 },
        { ServiceFaults.Internal, -83, -85, -98, -99, -181, -183, -184, -185, -194, -287, -288 },

        // What is there already.
        {
            RetryClass.Exists, CosErrorKind.Exists,
            () => ServiceCodeTexts.ObjectExists,
            ServiceCodes.FileExists, ServiceCodes.FileComplete
        },
        { RetryClass.Exists, CosErrorKind.Exists, () => ServiceCodeTexts.BucketExists, -176 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.NotEmpty, -173 },
        {
            RetryClass.Fatal, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.TooManyBuckets,
            -172
        },

        // What is not there.
        { RetryClass.BadRequest, CosErrorKind.NotFound, () => ServiceCodeTexts.NoSuchObject, ServiceCodes.NotFound },

        // Names.
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            () => ServiceCodeTexts.KeyForm,
            -180
        },

        // Sizes and content.
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.FileTooLarge,
            -285
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.OtherSliceSize, -283, -284 },
        { RetryClass.Fatal, CosErrorKind.Integrity, () => ServiceCodeTexts.OtherLength, -175 },
        {
            RetryClass.Fatal, CosErrorKind.Integrity,
            () => ServiceCodeTexts.OtherContent,
            -4016
        },

        // The form of the request.
        { ServiceFaults.MalformedRequest, -5971, -5975, -5980, -5993, -5994, -5996, -5999 },
    };
}
