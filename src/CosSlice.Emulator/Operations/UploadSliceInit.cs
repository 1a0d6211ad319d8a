using System.Security.Cryptography;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Hashing;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload_slice_init: begins an upload (cloud.tencent.com/document/product/436/6067).</summary>
internal sealed class UploadSliceInit(EmulatorOptions options, ObjectStore store, ObjectUrls urls, Folders folders) : IOperation
{
    private const long MaxFileSize = 64L * 1024 * 1024 * 1024;
    private const long MaxSliceSize = 64L * 1024 * 1024;
    private const long Mebibyte = 1_048_576;

    // The init page of 2016 has all four; that of 2017 and error -284 have only 1048576.
    private static readonly long[] DocumentedSliceSizes = [524_288, 1_048_576, 2_097_152, 3_145_728];

    private readonly InstantUpload _known = new(options, store, urls);

    public string Name => "upload_slice_init";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => false;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        long fileSize = FileSize(form);
        string? sha = CommonFields.Sha(form);
        long sliceSize = SliceSize(form, fileSize, sha);
        UploadParts? parts = sha is null ? null : Parts(form, fileSize);
        bool overwrite = CommonFields.MayOverwrite(form, options.Profile);
        string? bizAttr = CommonFields.BizAttr(form);

        using KnownContent? known = await _known.FindAsync(name, sha, fileSize, cancellationToken);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        folders.CheckFile(name, request.Target.Version);
        OpenUpload? unfinished = store.FindUpload(name);
        if (unfinished is not null && !(overwrite && options.OverwriteDiscardsUnfinished))
        {
            if (unfinished.Head.FileSize != fileSize || unfinished.Head.AnnouncedSha != sha)
            {
                throw new RefusedException(CosCode.OtherUploadUnfinished);
            }

            if (sha is not null || unfinished.Head.OneOp || !options.InitContinuesWithoutSha)
            {
                throw new RefusedException(CosCode.SameUploadUnfinished);
            }

            return Begun(unfinished.Head);
        }

        ObjectHead? existing = unfinished is null ? store.Find(name) : null;
        if (await _known.IsSameAsync(name, existing, sha, fileSize, overwrite, request.Target.Version, cancellationToken))
        {
            return Answer.Success(json => urls.Write(json, name, request.Target.Version)).About(finished: true);
        }

        if (existing is not null && !overwrite)
        {
            throw new RefusedException(CosCode.FileExists);
        }

        ObjectHead head = ObjectHead.New(name, fileSize, bizAttr, options.ServiceClock) with { SliceSize = sliceSize };
        if (known is not null)
        {
            store.Put(name, head with { Finished = true, ContentSha = sha }, known.Path);
            return Answer.Success(json => urls.Write(json, name, request.Target.Version)).About(finished: true);
        }

        head = head with
        {
            Session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48)),
            Serial = options.SerialUpload,
            AnnouncedSha = sha,
        };
        return Begun(store.Begin(name, head, parts is null ? null : form.UploadParts, parts).Head);
    }

    private static Answer Begun(ObjectHead head) => Answer.Success(json =>
    {
        json.WriteString("session", head.Session);
        json.WriteNumber("slice_size", head.SliceSize);
        if (head.Serial)
        {
            json.WriteNumber("serial_upload", 1);
        }
    });

    private static UploadParts Parts(RequestForm form, long fileSize) => form.UploadParts is { Length: > 0 } json
        ? UploadParts.Parse(json.Span, fileSize)
        : throw new RefusedException(CosCode.UploadPartsMissing, "sha is sent without uploadparts");

    private static long FileSize(RequestForm form)
    {
        long size = form.Number("filesize", CosCode.FileSizeWrong)
            ?? throw new RefusedException(CosCode.FileSizeMissing, "filesize is missing");
        return size switch
        {
            0 => throw new RefusedException(CosCode.FileSizeWrong, "an empty file is sent by op=upload"),
            > MaxFileSize => throw new RefusedException(CosCode.FileTooLarge, "a file has at most 64 GiB"),
            _ => size,
        };
    }

    private long SliceSize(RequestForm form, long fileSize, string? sha)
    {
        long size = form.Number("slice_size", CosCode.SliceSizeWrong)
            ?? throw new RefusedException(CosCode.SliceSizeMissing, "slice_size is missing");
        bool allowed = options.Profile == EmulatorProfile.Strict
            ? DocumentedSliceSizes.Contains(size)
            : size is > 0 and <= MaxSliceSize;
        if (!allowed)
        {
            throw new RefusedException(CosCode.SliceSizeWrong, "slice_size is not among 524288, 1048576, 2097152 and 3145728");
        }

        // Without sha every offset has to be a multiple of 1048576 (-29095). The documents have 524288 all the same; a
        // client that takes the size of the answer, as all of them should, can only get to the end with a greater one.
        bool tooFine = options.Profile == EmulatorProfile.Strict && sha is null && size < Mebibyte && fileSize > size;
        return options.SliceSize ?? (tooFine ? Mebibyte : size);
    }
}
