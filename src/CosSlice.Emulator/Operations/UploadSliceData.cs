using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Hashing;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload_slice_data: one slice (cloud.tencent.com/document/product/436/6068).</summary>
internal sealed class UploadSliceData(EmulatorOptions options, ObjectStore store) : ISliceOperation
{
    private const long Mebibyte = 1_048_576;

    private readonly SliceRecorder _recorder = new(options, store);

    public string Name => "upload_slice_data";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => false;

    public async ValueTask<SliceWriter> OpenAsync(RequestTarget target, RequestForm form, CancellationToken cancellationToken)
    {
        ObjectName name = target.RequireFile();
        (string session, long offset) = Place(form);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        OpenUpload upload = Find(name, session);
        CheckOffset(upload, offset);
        CheckTurn(upload, offset);
        if (form.Text("sha") is not null)
        {
            CheckSha(upload, form);
        }

        bool md5 = options.AnswerDataMd5 || (options.CheckDataMd5 && form.Text("datamd5") is not null);
        return store.OpenSlice(upload, offset, new ContentDigest(md5, sha1: false) { Check = Check(upload, offset) });
    }

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        (string session, long offset) = Place(form);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        OpenUpload upload = Find(name, session);
        CheckOffset(upload, offset);
        CheckSha(upload, form);

        (long length, string? md5, _) = SliceRecorder.Received(form);
        CheckLength(upload, offset, length);
        if (options.CheckDataMd5 && form.Text("datamd5") is { } sent && md5 is not null
            && !sent.Trim().Equals(md5, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(CosCode.SliceMd5Mismatch, "datamd5 is not the MD5 of filecontent");
        }

        PartCheck? check = null;
        if (form.Content is SpooledContent)
        {
            CheckTurn(upload, offset);
            check = Check(upload, offset);
        }

        _recorder.Record(upload, offset, form.Content!, check);
        return Answer.Success(json =>
        {
            json.WriteString("session", session);
            json.WriteNumber("offset", offset);
            json.WriteNumber("datalen", length);
            if (options.AnswerDataMd5)
            {
                json.WriteString("datamd5", md5);
            }
        });
    }

    private static (string Session, long Offset) Place(RequestForm form)
    {
        string session = form.Text("session") ?? throw new RefusedException(CosCode.SessionWrong, "session is missing");
        long offset = form.Number("offset") ?? throw new RefusedException(CosCode.BadParameter, "offset is missing");
        return (session, offset);
    }

    private OpenUpload Find(ObjectName name, string session)
    {
        OpenUpload? upload = store.FindUpload(name);
        return upload is { Head.OneOp: false } && upload.Head.Session == session
            ? upload
            : throw new RefusedException(CosCode.SessionWrong, "the session is not that of an unfinished upload of this file");
    }

    /// <summary>The whole file's sha goes with every slice where init had one.</summary>
    private static void CheckSha(OpenUpload upload, RequestForm form)
    {
        if (upload.Head.AnnouncedSha is { } announced && CommonFields.Sha(form, CosCode.ShaNotThatOfInit) != announced)
        {
            throw new RefusedException(CosCode.ShaNotThatOfInit, "init had a sha, so every slice must have the same");
        }
    }

    /// <summary>The comparison with what init declared about the bytes from here on; null where there is none.</summary>
    private PartCheck? Check(OpenUpload upload, long offset) =>
        upload.Parts is { } parts && options.CheckDataSha ? new PartCheck(parts, parts.IndexOf(offset)) : null;

    private void CheckOffset(OpenUpload upload, long offset)
    {
        ObjectHead head = upload.Head;
        if (offset >= head.FileSize)
        {
            throw new RefusedException(CosCode.BadParameter, "offset is beyond filesize");
        }

        if (upload.Parts is { } parts && parts.IndexOf(offset) < 0)
        {
            throw new RefusedException(CosCode.OffsetNotInParts, "offset is not among those of uploadparts");
        }

        if (options.Profile == EmulatorProfile.Lenient)
        {
            return;
        }

        if (head.AnnouncedSha is null && offset % Mebibyte != 0)
        {
            throw new RefusedException(CosCode.OffsetNotAtMebibyte, "without sha every offset is a multiple of 1048576");
        }

        if (offset % head.SliceSize != 0)
        {
            throw new RefusedException(CosCode.OffsetNotAtSlice, "offset is not a multiple of slice_size");
        }
    }

    private void CheckLength(OpenUpload upload, long offset, long length)
    {
        ObjectHead head = upload.Head;
        if (length > head.SliceSize)
        {
            throw new RefusedException(CosCode.SliceTooLarge, "the slice is longer than slice_size");
        }

        if (offset + length > head.FileSize)
        {
            throw new RefusedException(CosCode.BadParameter, "the slice ends beyond filesize");
        }

        bool whole = length == head.SliceSize || offset + length == head.FileSize;
        if (length == 0 || (!whole && options.Profile == EmulatorProfile.Strict))
        {
            throw new RefusedException(CosCode.SliceTooSmall, "a slice shorter than slice_size is not the last one");
        }

        if (upload.Parts is { } parts && parts.IndexOf(offset + length) < 0)
        {
            throw new RefusedException(CosCode.OffsetNotInParts, "the slice ends where no part of uploadparts does");
        }
    }

    /// <summary>Where slices go one at a time, the next one in line is taken, or one that is there already.</summary>
    private static void CheckTurn(OpenUpload upload, long offset)
    {
        if (upload.Head.Serial && (upload.IsReceiving || offset > upload.Next))
        {
            throw new RefusedException(CosCode.ConcurrentOperation, "this upload takes one slice at a time, in order");
        }
    }
}
