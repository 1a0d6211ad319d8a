namespace CosSlice.Tests.Engine;

/// <summary>The codes that the documentation of either generation names, copied from it once more and by its own order.</summary>
/// <remarks>
/// v4: cloud.tencent.com/document/product/436/8432. v1: the error page of its documentation, product 430. A range stands as its two ends.
/// </remarks>
internal static class DocumentedCodes
{
    /// <summary>v4: the table with an HTTP status for each code.</summary>
    public static readonly (int Code, int HttpStatus)[] V4WithStatus =
    [
        (-47, 403), (-48, 403), (-59, 403), (-61, 403), (-63, 403), (-70, 403), (-71, 503), (-97, 403), (-121, 403), (-133, 404),
        (-175, 400), (-177, 409), (-178, 409), (-195, 500), (-196, 503), (-197, 404), (-199, 400), (-284, 400), (-4016, 409),
        (-4019, 409), (-4020, 409), (-5965, 400), (-5997, 503), (-5999, 400), (-20034, 409), (-21095, 503), (-29302, 503),
        (-29095, 400), (-29096, 400), (-29105, 400), (-29133, 400), (-29134, 400), (-29136, 400), (-29138, 400), (-29144, 400),
        (-46157, 400), (-46646, 451), (-46659, 409), (-50152, 400),
    ];

    /// <summary>v4: the table of other codes, those with a meaning of their own.</summary>
    public static readonly int[] V4Other =
    [
        -5996, -5994, -5993, -5980, -5975, -5964, -5963, -5962, -5961, -5946, -29110, -29015,
        -5971, -29126, -29141, -5966, -46177, -46178,
        -4018, -176, -5957, -46208, -29043, -5949, -173, -172, -180,
        -285, -283, -281, -46622, -5947, -46176, -46613, -46185, -46180,
        -29021, -29093, -29094, -29103,
        -29098, -29063, -29143, -29147, -29104,
        -29036, -29129, -46614, -45062, -29033, -29034,
        -96, -81, -79, -77, -76, -74, -73, -64, -62, -57, -56, -55, -53, -46618, -46619, -46642,
        -46615, -46616, -46617, -46620, -46621, -46627,
        -117, -118, -120, -100, -101, -5991, .. Range(-46200, -46196), -29159, -29161, -29166,
    ];

    /// <summary>v4: the codes that are no more than an internal error.</summary>
    public static readonly int[] V4Internal =
    [
        101, 100, -58, -66, -75, -83, -85, -98, -99, -116, -119, -181, .. Range(-185, -183), -194, -287, -288, .. Range(-5939, -5937),
        -5945, .. Range(-29003, -29000), .. Range(-29012, -29010), -29026, -29027, -29031, -29044, -29066, -29069, -29070,
        .. Range(-29088, -29080), .. Range(-29102, -29099), .. Range(-29109, -29106), -29111, -29112, -29114, -29115,
        .. Range(-29119, -29117), .. Range(-29125, -29123), -29128, .. Range(-29132, -29130), -29137, -29140, -29145, -29146, -29148,
        -29150, -29155, -29156, .. Range(-29165, -29162), .. Range(-29172, -29168), -29175, .. Range(-29993, -29991),
        .. Range(-46005, -46001), -46007, .. Range(-46026, -46020), -46030, -46031, .. Range(-46105, -46101), -46158, -46168, -46169,
        .. Range(-46175, -46171), .. Range(-46184, -46182), .. Range(-46196, -46189), -46201, -46202, .. Range(-46207, -46205),
        .. Range(-46212, -46210), .. Range(-46313, -46301), -46601, -46607, -46626, .. Range(-46640, -46634), -50122,
    ];

    /// <summary>v1: everything an upload may meet, and what the vendor's clients say by themselves.</summary>
    public static readonly int[] V1 =
    [
        .. Range(-99, -94), .. Range(-89, -70), -66, -65, -64, -63, -62, -61, -60,
        -199, -197, -196, -195, -190, .. Range(-182, -173), -170, -168, -166, -144, -143, -165, .. Range(-164, -160), -157, -152, -147,
        -300, -299, .. Range(-295, -283),
        .. Range(-4027, -4000),
        .. Range(-5999, -5989), -5984, -5983, -5982, -5981, -5980, -5979, -5975, -5973, -5972, -5971,
        .. Range(-6999, -6991),
        -1, -2, -3, -4, -9999,
    ];

    /// <summary>The statuses that the v1 page gives a meaning to, and 429, which means the same everywhere.</summary>
    public static readonly int[] HttpStatuses = [400, 401, 403, 413, 429, 500, 503, 504, 599, 612, 631];

    public static IEnumerable<int> V4 => [.. V4WithStatus.Select(row => row.Code), .. V4Other, .. V4Internal];

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
}
