namespace CosSlice.Protocol;

/// <summary>Codes of <c>files/v2</c>, as far as v1 does not share them.</summary>
/// <remarks>
/// Source: the error page of the v4 API, cloud.tencent.com/document/product/436/8432. It has two tables: one with HTTP statuses and
/// measures, and one of "other" codes. Those that it calls no more than "internal error" are in <see cref="V4InternalErrors"/>.
/// </remarks>
internal static class V4Errors
{
    private const string Blocked
        = "The service has blocked this bucket, for its traffic, its content or an unpaid bill: look at the account in the console.";
    private const string Attributes = "The business attribute is longer than 4 KB: shorten -BizAttribute.";
    private const string SliceList
        = "The service does not take the list of slices that goes with the SHA-1: use -SliceSize 1MB, or -Checksum Md5.";
    private const string Incomplete = "The object is only partly uploaded: send its file again, so that the upload is finished.";

    public static readonly ErrorRows Rows = new()
    {
        // Who asks.
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.UnknownSecretId, -47 },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.WrongSecretKey, -48, -46618 },
        { RetryClass.SignAgain, CosErrorKind.Authentication, ErrorAdvice.SignatureExpired, -59, -46619 },
        {
            RetryClass.Denied, CosErrorKind.Authentication,
            "The signature is good for longer than the service allows: have one made for less than 30 days.",
            -53
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "The credential is right, but may not do this: give its user the permission in the console.",
            -55
        },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.SignatureForm, -56, -57, -46180 },
        { RetryClass.Denied, CosErrorKind.Authentication, ErrorAdvice.OtherAppId, -64 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, ErrorAdvice.NoSuchAppId, -46642 },

        // Blocked by the service, or by the owner's own rules.
        { RetryClass.Denied, CosErrorKind.PermissionDenied, Blocked, -46615, -46620 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "The service has blocked this object for its content: use another -Key, or ask its support.",
            -46621, -46646
        },
        { RetryClass.Denied, CosErrorKind.PermissionDenied, "The service has put this account on its blacklist: ask its support.", -46627 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "The bucket's rules on Referer refuse this client: allow an empty Referer in the console.",
            -46616, -46617
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            "The bucket's cross-origin rules refuse the request: look at them in the console.",
            -121, -134
        },
        {
            RetryClass.Fatal, CosErrorKind.InvalidOperation,
            "The bucket keeps versions, which this API does not serve: use another -Bucket, or the service's XML API.",
            -46659
        },

        // Busy, or out of order.
        {
            RetryClass.Later, CosErrorKind.Connection,
            "The service's storage is out of order for the moment: try again later.",
            -21095, -29302
        },
        {
            ErrorEntry.NotBegun(
                CosErrorKind.Connection, "The service waited too long for the content: lower -ThrottleLimit, or use a smaller -SliceSize."),
            -5963
        },
        {
            ErrorEntry.NotBegun(
                CosErrorKind.InvalidOperation, "Something else writes to the same object: make sure that only one upload of it runs."),
            -20034
        },

        // What is there already. The table calls -178 an existing bucket; the service answers it for a path that is taken.
        { RetryClass.Exists, CosErrorKind.Exists, ErrorAdvice.PathTaken, -178, -46208 },
        {
            RetryClass.ListAndResume, CosErrorKind.Exists,
            "An upload of the same content is unfinished: send the file again to go on with it, or use -Force to discard it.",
            ServiceCodes.Unfinished
        },
        {
            RetryClass.Exists, CosErrorKind.Exists,
            "An upload of other content under that name is unfinished: use -Force to discard it, or another -Key.",
            ServiceCodes.UnfinishedOther
        },

        // What is not there, or not yet.
        {
            RetryClass.BadRequest, CosErrorKind.NotFound,
            "There is no such bucket in this region: check -Bucket (its name without the app id behind it) and -Region.",
            -133, -5957
        },
        { RetryClass.BadRequest, CosErrorKind.NotFound, ErrorAdvice.NoSuchObject, -29043, -46641 },
        { RetryClass.BadRequest, CosErrorKind.NotFound, "The object to copy from does not exist: check its key.", -5949 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, Incomplete, -29036, -29129, -46614, -45062 },

        // Names.
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            "The service does not take this bucket's name: check -Bucket (digits, lower-case letters and hyphens).",
            -199
        },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, "The service cannot read the key as UTF-8: use another -Key.", -46157 },

        // Sizes.
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            "The file is larger than the 64 GiB that the service takes: split it, or use the service's XML API.",
            -29105
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, ErrorAdvice.OtherSliceSize, -281, -46622 },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, Attributes, -5947, -46176, -46613 },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, "The object's headers are longer than 4 KB: shorten them.", -46185 },

        // Slices. With a SHA-1 their offsets are announced; without one they are multiples of 1 MiB.
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, ErrorAdvice.OtherSliceSize, -29095, -29098 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, SliceList, -5965, -29133, -29134, -29136 },
        { RetryClass.Damaged, CosErrorKind.Integrity, ErrorAdvice.Damaged, -5961, -29063, -29138, -29143, -29147 },

        // Sessions. One page has -29094 for a sha that finish lacks, this one for an illegal session, and CosSlice always sends it.
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, ErrorAdvice.Session, -29021, -29093, -29094, -29096, -29103 },
        {
            RetryClass.ListAndResume, CosErrorKind.InvalidOperation,
            "The service lacks slices of this upload: send the file again, and what is missing is sent.",
            -29144
        },
        { RetryClass.Fatal, CosErrorKind.Integrity, ErrorAdvice.OtherLength, -50152 },

        // The form of the request.
        { ServiceFaults.MalformedRequest, -5946, -5962, -5964, -5966, -29104, -29110, -29126, -29141, -46177, -46178 },
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            "The service does not serve the host that was asked: check -Region and -Endpoint.",
            -29015, -46170
        },

        // Downloads, buckets' settings, and the XML API, which answers from the same list.
        { ServiceFaults.OtherOperation, -29033, -29034, -29037 },
        { ServiceFaults.OtherOperation, -5967, -5968, -5969, -5970, -46179, -46181, -46186, -46187, -46188, -46203, -46204 },
        { ServiceFaults.OtherOperation, -100, -101, -117, -118, -120, -5991, -29159, -29161, -29166, -29173 },
        { ServiceFaults.OtherOperation, -46197, -46198, -46199, -46200, -46209, -46632 },
    };
}
