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
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.UnknownSecretId, -79 },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.WrongSecretKey, -97 },
        {
            RetryClass.Denied, CosErrorKind.Authentication,
            "The request came without a signature: pass -Credential, or set COS_SECRET_ID and COS_SECRET_KEY.",
            -81
        },
        { RetryClass.SignAgain, CosErrorKind.Authentication, ErrorAdvice.SignatureExpired, -96 },
        {
            RetryClass.SignAgain, CosErrorKind.Authentication,
            "A signature that is good for one request was used before: have a new one made, or pass -Credential.",
            -77
        },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.SignatureForm, -76, -74, -73 },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.OtherAppId, -70, -62 },
        { RetryClass.Denied, CosErrorKind.Authentication, "The signature was made for another bucket: check -Bucket.", -61 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "The signature is bound to another object: check -Key, or have the signature made for this one.",
            -63
        },

        // Busy, or out of order.
        {
            ErrorEntry.NotBegun(CosErrorKind.LimitsExceeded, "The service limits the rate of requests: lower -ThrottleLimit or try later."),
            -71
        },
        { RetryClass.Later, CosErrorKind.Connection, "The service cannot reach its own storage: try again later.", -66, -195, -196, -5997 },
        { ServiceFaults.Internal, -83, -85, -98, -99, -181, -183, -184, -185, -194, -287, -288 },

        // What is there already.
        {
            RetryClass.Exists, CosErrorKind.Exists,
            "An object of that name exists: use -Force to overwrite it, or another -Key.",
            ServiceCodes.FileExists, ServiceCodes.FileComplete
        },
        { RetryClass.Exists, CosErrorKind.Exists, "A bucket of that name exists already: use another -Bucket.", -176 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, "The folder or bucket is not empty: remove what is in it first.", -173 },
        {
            RetryClass.Fatal, CosErrorKind.LimitsExceeded,
            "The account has as many buckets as it may have: remove one in the console first.",
            -172
        },

        // What is not there.
        { RetryClass.BadRequest, CosErrorKind.NotFound, ErrorAdvice.NoSuchObject, ServiceCodes.NotFound },

        // Names.
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            "The service does not take this key, for its length or a character in it: use another -Key.",
            -180
        },

        // Sizes and content.
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            "The file is larger than the service takes in this way: split it, or use the service's XML API.",
            -285
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, ErrorAdvice.OtherSliceSize, -283, -284 },
        { RetryClass.Fatal, CosErrorKind.Integrity, ErrorAdvice.OtherLength, -175 },
        {
            RetryClass.Fatal, CosErrorKind.Integrity,
            "What arrived is not the file that was announced: make sure that nothing writes to it, then send it again with -Force.",
            -4016
        },

        // The form of the request.
        { ServiceFaults.MalformedRequest, -5971, -5975, -5980, -5993, -5994, -5996, -5999 },
    };
}
