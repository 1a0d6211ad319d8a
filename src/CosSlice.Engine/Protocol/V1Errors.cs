namespace CosSlice.Protocol;

/// <summary>Codes of <c>files/v1</c>, as far as v4 does not share them, by the layers that the v1 documentation has.</summary>
/// <remarks>
/// Source: the error page of the v1 API (its documentation is product 430), which gives a name and a few words for each code and
/// says to start over, to repeat or to log in again only where the words do.
/// </remarks>
internal static class V1Errors
{
    public static readonly ErrorRows Rows = new()
    {
        // The proxy: who asks.
        { RetryClass.Denied, CosErrorKind.Authentication, () => ServiceCodeTexts.SignatureForm, -60, -72, -5998 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.NoSuchAppId, -80, -82 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.AppIdBlocked,
            -64
        },
        {
            RetryClass.Fatal, CosErrorKind.InvalidOperation,
            () => ServiceCodeTexts.NotOffered,
            -75, -78, -5972
        },

        // The proxy: sessions, its way to what is behind it.
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Session, -65, -94, -95 },
        { ServiceFaults.Internal, -67, -68, -84, -86, -87, -88, -89 },

        // Commands: files and folders.
        { RetryClass.Exists, CosErrorKind.Exists, () => ServiceCodeTexts.PathTaken, -178 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.BadKey, -147, -160, -161, -162, -163, -164 },
        { RetryClass.StartOver, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.StartOver, -143, -144, -166 },
        { RetryClass.Damaged, CosErrorKind.Integrity, () => ServiceCodeTexts.Damaged, -174, -5984 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.NotMoved, -199 },
        { RetryClass.Fatal, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.NotDeleted, -190 },

        // Commands: busy, or out of order.
        { RetryClass.Later, CosErrorKind.Connection, () => ServiceCodeTexts.StorageLate, -152, -4025 },
        { ServiceFaults.Internal, -193 },

        // Commands: the form of the request.
        { ServiceFaults.MalformedRequest, -157, -165, -168, -169, -170, -179, -182, -187, -191, -192 },

        // Commands: buckets, videos and their settings; redirects and downloads.
        { ServiceFaults.OtherOperation, -145, -146, -148, -149, -150, -151, -153, -154, -155, -156, -158, -159, -167, -171 },
        { ServiceFaults.OtherOperation, -69, -186, -189, -198, -5974, -5976 },

        // The cache that slices come to first.
        { RetryClass.Later, CosErrorKind.Connection, () => ServiceCodeTexts.Overloaded, -300 },
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Session, -286, -290, -291 },
        {
            RetryClass.Denied, CosErrorKind.PermissionDenied,
            () => ServiceCodeTexts.UploadRefused,
            -289
        },
        { ServiceFaults.Internal, -282, -292, -293, -294, -295, -296, -297, -298, -299 },

        // The part that stores files.
        { ServiceFaults.Internal, -4000, -4001, -4003, -4004, -4005, -4006, -4007, -4008, -4009, -4010, -4011, -4012, -4014, -4017 },
        { ServiceFaults.MalformedRequest, -4002, -4023 },

        // Of these, -4024 asks for the slice again: whether that is meant, or another, the service says when it is asked.
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Session, -4013, -4015, -4021, -4024 },
        { RetryClass.StartOver, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.StartOver, ServiceCodes.Unfinished, -4026, -4027 },
        { RetryClass.BadRequest, CosErrorKind.InvalidArgument, () => ServiceCodeTexts.MissingSha, ServiceCodes.UnfinishedOther, -5979 },
        {
            RetryClass.BadRequest, CosErrorKind.NotFound,
            () => ServiceCodeTexts.NoBucketForPath,
            -4022
        },

        // The gateway.
        { RetryClass.Later, CosErrorKind.Connection, () => ServiceCodeTexts.NotStored, -5989 },
        { ServiceFaults.Internal, -5977, -5978, -5981, -5982, -5985, -5986, -5987, -5988 },
        { ServiceFaults.MalformedRequest, -5990, -5992 },
        { RetryClass.ListAndResume, CosErrorKind.InvalidOperation, () => ServiceCodeTexts.Session, -5983 },
        { RetryClass.BadRequest, CosErrorKind.LimitsExceeded, () => ServiceCodeTexts.SliceTooLarge, -5991 },
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.LengthNotTaken,
            -5995
        },
        {
            RetryClass.BadRequest, CosErrorKind.InvalidArgument,
            () => ServiceCodeTexts.NoCopyAcross,
            -5973
        },

        // The store itself.
        { ServiceFaults.Internal, -6991, -6993, -6994, -6995, -6998, -6999, -9999 },
        { ServiceFaults.MalformedRequest, -6997 },
        {
            RetryClass.BadRequest, CosErrorKind.LimitsExceeded,
            () => ServiceCodeTexts.FileTooLargeForV1,
            -6996
        },
        { RetryClass.BadRequest, CosErrorKind.NotFound, () => ServiceCodeTexts.NoSuchObject, -6101, -6992 },

        // The vendor's own clients say these to their callers; the service says them to nobody.
        {
            RetryClass.Fatal, CosErrorKind.InvalidOperation,
            () => ServiceCodeTexts.ClientCode,
            -1, -2, -3, -4
        },
    };
}
