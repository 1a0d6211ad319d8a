using System.Collections.Frozen;

namespace CosSlice.Emulator.Answers;

/// <summary>The HTTP status and the message that go with each code.</summary>
internal static class CodeTable
{
    // Documented statuses are those of the error page (436/8432) and of the issues of the service's own SDKs.
    private static readonly FrozenDictionary<int, (int Http, string Name)> Documented = new Dictionary<int, (int, string)>
    {
        [CosCode.Success] = (200, "SUCCESS"),
        [CosCode.SecretIdUnknown] = (403, "ERROR_PROXY_AUTH_SECRETID_NOT_FOUND"),
        [CosCode.SignatureMalformed] = (403, "ERROR_PROXY_AUTH_SIGN_CALCULATION"),
        [CosCode.BucketMismatch] = (403, "ERROR_PROXY_AUTH_BUCKET_NOT_MATCH"),
        [CosCode.FileIdMismatch] = (403, "ERROR_PROXY_AUTH_FILEID_NOT_MATCH"),
        [CosCode.AppIdMismatch] = (403, "ERROR_PROXY_APPID_USERID_NOTMATCH"),
        [CosCode.TooFrequent] = (503, "ERROR_PROXY_FREQ_CONTROL"),
        [CosCode.SignatureWrong] = (403, "ERROR_PROXY_AUTH_FAILED"),
        [CosCode.BucketMissing] = (404, "ERROR_BUCKET_NOT_EXIST"),
        [CosCode.FileSizeDiffers] = (400, "ERROR_CMD_FILE_SIZE_NOT_EQU"),
        [CosCode.FileExists] = (409, "ERROR_CMD_COS_FILE_EXIST"),
        [CosCode.StorageError] = (500, "ERROR_CMD_COS_STORAGE"),
        [CosCode.FileNotFound] = (404, "ERROR_CMD_FILE_NOTEXIST"),
        [CosCode.BadBucketName] = (400, "ERROR_BUCKET_NAME"),
        [CosCode.SliceSizeWrong] = (400, "ERROR_PROC_WRONG_SLICE_SIZE"),
        [CosCode.ShaMismatch] = (409, "ERROR_PLUGIN_NOT_SAME_SHA"),
        [CosCode.SameUploadUnfinished] = (409, "_ERROR_FILE_NOT_FINISH_UPLOAD"),
        [CosCode.OtherUploadUnfinished] = (409, "_ERROR_FILE_NOT_FINISH_UPLOAD_OTHER"),
        [CosCode.BadParameter] = (400, "ERROR_CGI_PARAM"),
        [CosCode.ConcurrentOperation] = (409, "ERROR_CONCURRENT_OPERATION"),
        [CosCode.OffsetNotAtMebibyte] = (400, "ERROR_SLICE_OFFSET_NOT_MULTIPLE_OF_1M"),
        [CosCode.SessionWrong] = (400, "ERROR_SESSION_CHECK"),
        [CosCode.FileTooLarge] = (400, "ERROR_FILE_OVER_64G"),
        [CosCode.UploadPartsMissing] = (400, "ERROR_UPLOADPARTS_MISSING"),
        [CosCode.UploadPartsInconsistent] = (400, "ERROR_UPLOADPARTS_CHECK"),
        [CosCode.OffsetNotInParts] = (400, "ERROR_SLICE_OFFSET_NOT_IN_UPLOADPARTS"),
        [CosCode.PartShaMismatch] = (400, "ERROR_SLICE_SHA"),
        [CosCode.SlicesMissing] = (400, "ERROR_SLICES_MISSING"),
        [CosCode.NameNotUtf8] = (400, "ERROR_NAME_NOT_UTF8"),
    }.ToFrozenDictionary();

    // No source gives a status for these; each is the status of its documented neighbours.
    private static readonly FrozenDictionary<int, (int Http, string Name)> Chosen = new Dictionary<int, (int, string)>
    {
        [CosCode.PeriodTooLong] = (403, "ERROR_PROXY_AUTH_PERIOD_TOO_LONG"),
        [CosCode.SignatureFieldMissing] = (403, "ERROR_PROXY_AUTH_FIELD_MISSING"),
        [CosCode.SecretIdOfOtherAppIdV1] = (403, "ERROR_PROXY_AUTH_APPID"),
        [CosCode.SecretIdOfOtherAppId] = (403, "ERROR_PROXY_AUTH_SECRETID_UID_NOTMATCH"),
        [CosCode.SecretIdUnknownV1] = (403, "ERROR_PROXY_AUTH_SECRETID_NOEXIST"),
        [CosCode.AppIdUnknownV1] = (403, "ERROR_PROXY_AUTH_APPID_NOEXIST"),
        [CosCode.AppIdUnknown] = (403, "ERROR_APPID_NOT_EXIST"),
        [CosCode.SignatureMalformedV1] = (403, "ERROR_CGI_AUTHORIZATION"),
        [CosCode.OnceNeedsZeroExpiry] = (403, "ERROR_PROXY_AUTH_ONCE_EXPIRY_NOT_ZERO"),
        [CosCode.MultiNeedsExpiry] = (403, "ERROR_PROXY_AUTH_MULTI_EXPIRY_ZERO"),
        [CosCode.OnceNeedsFileId] = (403, "ERROR_PROXY_AUTH_ONCE_WITHOUT_FILEID"),
        [CosCode.SignatureReused] = (403, "ERROR_PROXY_AUTH_REPLAY"),
        [CosCode.SignatureMissing] = (403, "ERROR_PROXY_AUTH_SIGN_EMPTY"),
        [CosCode.SignatureExpired] = (403, "ERROR_PROXY_AUTH_EXPIRED"),
        [CosCode.SignatureTooLong] = (403, "ERROR_PROXY_AUTH_SIGN_OVER_2K"),
        [CosCode.DataInFirstRequest] = (400, "ERROR_PROXY_CONTINUE_TRANSFER_WITH_DATA"),
        [CosCode.SessionMissing] = (400, "ERROR_PROXY_NO_SESSION"),
        [CosCode.NameNotUtf8V1] = (400, "ERROR_CMD_NOT_UTF8_ENCODING"),
        [CosCode.ListNumberTooSmall] = (400, "ERROR_CMD_PARAM_MIN_NUM"),
        [CosCode.PathEndsWithSlash] = (400, "ERROR_CMD_FILE_PATH_ENDS_WITH_SLASH"),
        [CosCode.FolderWithoutSlash] = (400, "ERROR_CMD_PARAM_PATH_DIR_MISSING_SLASH"),
        [CosCode.ListNumberTooLarge] = (400, "ERROR_CMD_COS_MAX_NUM"),
        [CosCode.BadSha] = (400, "ERROR_CMD_COS_INVALID_SHA"),
        [CosCode.BadListNumber] = (400, "ERROR_CMD_COS_INVALID_LIST_NUM"),
        [CosCode.FolderNotEmpty] = (409, "ERROR_CMD_COS_DIR_NOT_EMPTY"),
        [CosCode.PathConflict] = (409, "ERROR_CMD_COS_PATH_CONFLICT"),
        [CosCode.BadPath] = (400, "ERROR_CMD_INVALID_PATH"),
        [CosCode.SliceTooLarge] = (400, "ERROR_PROC_SLICE_TOO_LARGE"),
        [CosCode.SliceTooSmall] = (400, "ERROR_PROC_SLICE_TOO_SMALL"),
        [CosCode.ContentTooLarge] = (400, "ERROR_PROC_FILE_TOO_LARGE"),
        [CosCode.SessionMalformed] = (400, "ERROR_PROCESS_DECODE_SESSION"),
        [CosCode.SessionInvalid] = (400, "ERROR_PROCESS_OFFSET"),
        [CosCode.OffsetRepeated] = (409, "ErrTheSameOffset"),
        [CosCode.SameFileUploaded] = (409, "ErrSameFileUpload"),
        [CosCode.OffsetWentBack] = (409, "ErrOffGoBack"),
        [CosCode.UploadGone] = (409, "ErrOffsetBackTooMuch"),
        [CosCode.BizAttrTooLong] = (400, "ERROR_BIZ_ATTR_OVER_4K"),
        [CosCode.BodyTimeout] = (408, "ERROR_CGI_READ_TIMEOUT"),
        [CosCode.UnknownOp] = (400, "ERROR_CGI_UNKNOWN_OP"),
        [CosCode.SliceSizeMissing] = (400, "ERROR_CGI_SLICE_SIZE_OR_UPLOADPARTS"),
        [CosCode.BadListParameter] = (400, "ERROR_CGI_LIST_PARAM"),
        [CosCode.FileSizeMissing] = (400, "ERROR_CGI_NO_FILESIZE"),
        [CosCode.NotInThisVersion] = (400, "ERROR_CGI_NOT_IN_THIS_VERSION"),
        [CosCode.BadJson] = (400, "ERROR_CGI_JSON"),
        [CosCode.ShaMissing] = (400, "ERROR_CGI_PARAM_MISSING_SHA"),
        [CosCode.OpMissing] = (400, "ERROR_CGI_NO_OP"),
        [CosCode.SessionOfOther] = (400, "ERROR_CGI_WRONG_SESSION"),
        [CosCode.SliceShaMismatch] = (400, "ERROR_CGI_SHA_NOT_MATCH"),
        [CosCode.ContentMissing] = (400, "ERROR_CGI_NO_FILECONTENT"),
        [CosCode.SliceTooLargeV1] = (400, "ERROR_CGI_SLICE"),
        [CosCode.BadForm] = (400, "ERROR_CGI_FORM_BODY"),
        [CosCode.BadUrl] = (400, "ERROR_CGI_URL"),
        [CosCode.FileSizeWrongV1] = (400, "ERROR_CGI_FILESIZE"),
        [CosCode.BadMethod] = (405, "ERROR_CGI_METHOD"),
        [CosCode.ShaNotThatOfInit] = (400, "ERROR_SHA_NOT_THAT_OF_INIT"),
        [CosCode.OffsetNotAtSlice] = (400, "ERROR_SLICE_OFFSET_NOT_MULTIPLE"),
        [CosCode.FinishWithoutFileSize] = (400, "ERROR_FINISH_WITHOUT_FILESIZE"),
        [CosCode.NotDownloadable] = (404, "ERROR_FILE_NOT_FINISHED"),
        [CosCode.FileSizeWrong] = (400, "ERROR_FILESIZE"),
        [CosCode.SliceMd5Mismatch] = (400, "ERROR_SLICE_MD5"),
        [CosCode.OtherSliceThere] = (400, "ERROR_SLICE_MD5_CONCURRENT"),
        [CosCode.ListContextTooLong] = (400, "ERROR_LIST_CONTEXT_TOO_LONG"),
        [CosCode.DelimiterTooLong] = (400, "ERROR_DELIMITER_OVER_1"),
        [CosCode.NameIsFolder] = (409, "ERROR_NAME_IS_DIRECTORY"),
    }.ToFrozenDictionary();

    /// <summary>All codes that can be answered.</summary>
    public static IEnumerable<int> Codes => Documented.Keys.Concat(Chosen.Keys);

    /// <summary>Whether the code is in a table.</summary>
    public static bool IsKnown(int code) => Documented.ContainsKey(code) || Chosen.ContainsKey(code);

    /// <summary>The status and message of a code.</summary>
    public static (int Http, string Name) Lookup(int code) =>
        Documented.TryGetValue(code, out (int Http, string Name) entry) || Chosen.TryGetValue(code, out entry)
            ? entry
            : throw new ArgumentOutOfRangeException(nameof(code), code, "The code is in no table.");
}
