namespace CosSlice.Emulator.Answers;

/// <summary>
/// The service's codes that the emulator answers. The numbers and their meaning are the service's error pages
/// (cloud.tencent.com/document/product/436/8432, and the v1 page for the names).
/// </summary>
internal static class CosCode
{
    public const int Success = 0;

    public const int SecretIdUnknown = -47;
    public const int SignatureMalformed = -48;
    public const int PeriodTooLong = -53;
    public const int SignatureFieldMissing = -57;
    public const int BucketMismatch = -61;
    public const int SecretIdOfOtherAppIdV1 = -62;
    public const int FileIdMismatch = -63;
    public const int SecretIdOfOtherAppId = -64;
    public const int AppIdMismatch = -70;
    public const int TooFrequent = -71;
    public const int OnceNeedsZeroExpiry = -73;
    public const int MultiNeedsExpiry = -74;
    public const int OnceNeedsFileId = -76;
    public const int SignatureReused = -77;
    public const int SecretIdUnknownV1 = -79;
    public const int SignatureMissing = -81;
    public const int AppIdUnknownV1 = -82;
    public const int SignatureExpired = -96;
    public const int SignatureWrong = -97;
    public const int SignatureMalformedV1 = -5998;
    public const int SignatureTooLong = -46180;
    public const int AppIdUnknown = -46642;

    public const int DataInFirstRequest = -65;
    public const int SessionMissing = -95;

    public const int BucketMissing = -133;
    public const int NameNotUtf8V1 = -147;
    public const int ListNumberTooSmall = -157;
    public const int PathEndsWithSlash = -160;
    public const int FolderWithoutSlash = -161;
    public const int ListNumberTooLarge = -165;
    public const int BadSha = -168;
    public const int BadListNumber = -170;
    public const int FolderNotEmpty = -173;
    public const int FileSizeDiffers = -175;
    public const int FileExists = -177;
    public const int PathConflict = -178;
    public const int BadPath = -180;
    public const int StorageError = -195;
    public const int FileNotFound = -197;
    public const int BadBucketName = -199;
    public const int NameNotUtf8 = -46157;
    public const int ListContextTooLong = -46177;
    public const int DelimiterTooLong = -46178;
    public const int NameIsFolder = -46208;

    public const int SliceTooLarge = -281;
    public const int SliceTooSmall = -283;
    public const int SliceSizeWrong = -284;
    public const int ContentTooLarge = -285;
    public const int SessionMalformed = -286;
    public const int SessionInvalid = -290;
    public const int OffsetRepeated = -4015;
    public const int ShaMismatch = -4016;
    public const int SameFileUploaded = -4018;
    public const int SameUploadUnfinished = -4019;
    public const int OtherUploadUnfinished = -4020;
    public const int OffsetWentBack = -4024;
    public const int UploadGone = -4026;
    public const int BizAttrTooLong = -5947;
    public const int BodyTimeout = -5963;
    public const int UnknownOp = -5964;
    public const int SliceSizeMissing = -5965;
    public const int UploadPartsNotJson = -5965;
    public const int BadListParameter = -5966;
    public const int FileSizeMissing = -5971;
    public const int NotInThisVersion = -5972;
    public const int BadJson = -5975;
    public const int ShaMissing = -5979;
    public const int OpMissing = -5980;
    public const int SessionOfOther = -5983;
    public const int SliceShaMismatch = -5984;
    public const int ContentMissing = -5990;
    public const int SliceTooLargeV1 = -5991;
    public const int BadForm = -5993;
    public const int BadUrl = -5994;
    public const int FileSizeWrongV1 = -5995;
    public const int BadMethod = -5996;
    public const int BadParameter = -5999;
    public const int ConcurrentOperation = -20034;
    public const int ShaNotThatOfInit = -29094;
    public const int OffsetNotAtMebibyte = -29095;
    public const int SessionWrong = -29096;
    public const int OffsetNotAtSlice = -29098;
    public const int FinishWithoutFileSize = -29104;
    public const int FileTooLarge = -29105;
    public const int NotDownloadable = -29129;
    public const int UploadPartsMissing = -29133;
    public const int UploadPartsInconsistent = -29134;
    public const int OffsetNotInParts = -29136;
    public const int PartShaMismatch = -29138;
    public const int FileSizeWrong = -29141;
    public const int SliceMd5Mismatch = -29143;
    public const int SlicesMissing = -29144;
    public const int OtherSliceThere = -29147;
}
