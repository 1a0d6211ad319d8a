namespace CosSlice.Protocol;

/// <summary>Codes of <c>files/v2</c>, as far as v1 does not share them.</summary>
/// <remarks>
/// Source: the error page of the v4 API, cloud.tencent.com/document/product/436/8432. It has two tables: one with HTTP statuses and
/// measures, and one of "other" codes. Those that it calls no more than "internal error" are in <see cref="V4InternalErrors"/>.
/// </remarks>
internal static class V4Errors
{
    public static readonly ErrorRows Rows = new()
    {
        // Who asks.
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.UnknownSecretId, -47 },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.WrongSecretKey, -48, -46618 },
        { RetryClass.SignAgain, CosErrorKind.Authentication, () => ServiceCodeTexts.SignatureExpired, -59, -46619 },
        {
            RetryClass.Denied, CosErrorKind.Authentication,
            () => ServiceCodeTexts.SignatureTooLong,
            -53
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.NotPermitted,
            -55
        },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.SignatureForm, -56, -57, -46180 },
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.OtherAppId, -64 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.NoSuchAppId, -46642 },

        // Blocked by the service, or by the owner's own rules.
        { RetryClass.Denied, CosErrorKind.PermissionDenied, () => ServiceCodeTexts.BucketBlocked, -46615, -46620 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.ContentBlocked,
            -46621, -46646
        },
        { RetryClass.Denied, CosErrorKind.PermissionDenied, () => ServiceCodeTexts.AccountBlocked, -46627 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.Referer,
            -46616, -46617
        },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.CrossOrigin,
            -121, -134
        },
        {
            RetryClass.Fatal, CosErrorKind.InvalidOperation,
            () => ServiceCodeTexts.Versioning,
            -46659
        },

        // Busy, or out of order.
        {
            RetryClass.Later, CosErrorKind.Connection,
            () => ServiceCodeTexts.StorageOutOfOrder,
            -21095, -29302
        },
        {
            ErrorEntry.NotBegun(
                CosErrorKind.Connection, () => ServiceCodeTexts.ContentTimeout),
            -5963
        },
        {
            ErrorEntry.NotBegun(
                CosErrorKind.InvalidOperation, () => ServiceCodeTexts.ConcurrentWriter),
            -20034
        },

        // What is there already. The table calls -178 an existing bucket; the service answers it for a path that is taken.
        { RetryClass.Exists, CosErrorKind.Exists, () => ServiceCodeTexts.PathTaken, -178, -46208 },
        {
            RetryClass.ListAndResume, CosErrorKind.Exists,
            () => ServiceCodeTexts.UnfinishedSame,
            ServiceCodes.Unfinished
        },
        {
            RetryClass.Exists, CosErrorKind.Exists,
            () => ServiceCodeTexts.UnfinishedOther,
            ServiceCodes.UnfinishedOther
        },

        // What is not there, or not yet.
        {
            RetryClass.BadRequest, CosErrorKind.NotFound,
            () => ServiceCodeTexts.NoSuchBucket,
            -133, -5957
        },
        { RetryClass.BadRequest, CosErrorKind.NotFound, () => ServiceCodeTexts.NoSuchObject, -29043, -46641 },
        { RetryClass.BadRequest, CosErrorKind.NotFound, () => ServiceCodeTexts.NoCopySource, -5949 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Incomplete, -29036, -29129, -46614, -45062 },

        // Names.
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            () => ServiceCodeTexts.BucketForm,
            -199
        },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.KeyNotUtf8, -46157 },

        // Sizes.
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.FileBeyondMaximum,
            -29105
        },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.OtherSliceSize, -281, -46622 },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.BizAttributeTooLong, -5947, -46176, -46613 },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.HeadersTooLong, -46185 },

        // Slices. With a SHA-1 their offsets are announced; without one they are multiples of 1 MiB.
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.OtherSliceSize, -29095, -29098 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.SliceList, -5965, -29133, -29134, -29136 },
        { RetryClass.Damaged, CosErrorKind.Integrity, () => ServiceCodeTexts.Damaged, -5961, -29063, -29138, -29143, -29147 },

        // Sessions. One page has -29094 for a sha that finish lacks, this one for an illegal session, and CosSlice always sends it.
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Session, -29021, -29093, -29094, -29096, -29103 },
        {
            RetryClass.ListAndResume, CosErrorKind.InvalidOperation,
            () => ServiceCodeTexts.SlicesMissing,
            -29144
        },
        { RetryClass.Fatal, CosErrorKind.Integrity, () => ServiceCodeTexts.OtherLength, -50152 },

        // The form of the request.
        { ServiceFaults.MalformedRequest, -5946, -5962, -5964, -5966, -29104, -29110, -29126, -29141, -46177, -46178 },
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            () => ServiceCodeTexts.OtherHost,
            -29015, -46170
        },

        // Downloads, buckets' settings, and the XML API, which answers from the same list.
        { ServiceFaults.OtherOperation, -29033, -29034, -29037 },
        { ServiceFaults.OtherOperation, -5967, -5968, -5969, -5970, -46179, -46181, -46186, -46187, -46188, -46203, -46204 },
        { ServiceFaults.OtherOperation, -100, -101, -117, -118, -120, -5991, -29159, -29161, -29166, -29173 },
        { ServiceFaults.OtherOperation, -46197, -46198, -46199, -46200, -46209, -46632 },
    };
}
