using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// op=upload_slice: all steps of files/v1's upload by slices. The first request begins or resumes, each later one brings
/// a slice, and the answer to the one that completes the file bears its addresses. Public clients send it to files/v2 too.
/// </summary>
internal sealed class UploadSlice(EmulatorOptions options, ObjectStore store, ObjectUrls urls, Folders folders) : ISliceOperation
{
    // The change log of 2016-07-27 has 500 GB for the service and 50 GB for the console.
    private const long MaxFileSize = 500L * 1024 * 1024 * 1024;
    private const long DefaultSliceSize = 1_048_576;
    private const long MaxSliceSize = 64L * 1024 * 1024;

    private static readonly long[] DocumentedSliceSizes = [524_288, 1_048_576, 2_097_152, 3_145_728];

    private readonly InstantUpload _known = new(options, store, urls);
    private readonly SliceRecorder _recorder = new(options, store);

    public string Name => "upload_slice";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => true;

    public async ValueTask<SliceWriter> OpenAsync(RequestTarget target, RequestForm form, CancellationToken cancellationToken)
    {
        ObjectName name = target.RequireFile();
        (string session, long offset) = Place(form);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        OpenUpload upload = Find(name, session);
        CheckOffset(upload, offset);
        return store.OpenSlice(upload, offset, new ContentDigest(md5: false, sha1: options.V1CheckSliceSha)
        {
            Running = options.Discard ? null : upload.ShaBefore(offset),
        });
    }

    public Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        RequestForm form = request.Form;
        bool slice = form.Text("offset") is not null && (form.Content is not null || form.Text("filesize") is null);
        return slice ? TakeAsync(request, cancellationToken) : BeginAsync(request, cancellationToken);
    }

    private async Task<Answer> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        if (form.Content is not null)
        {
            throw new RefusedException(CosCode.DataInFirstRequest, "the first request carries no filecontent");
        }

        string sha = CommonFields.Sha(form, CosCode.BadSha) ?? throw new RefusedException(CosCode.ShaMissing, "sha is missing");
        long fileSize = FileSize(form);
        long sliceSize = SliceSize(form);
        bool overwrite = CommonFields.MayOverwrite(form, options.Profile);
        string? bizAttr = CommonFields.BizAttr(form);

        using KnownContent? known = await _known.FindAsync(name, sha, fileSize, cancellationToken);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        folders.CheckFile(name, request.Target.Version);
        ObjectHead? existing = store.Find(name);
        bool finished = existing is { Finished: true };
        if (await _known.IsSameAsync(name, existing, sha, fileSize, overwrite, request.Target.Version, cancellationToken))
        {
            return Finished(name, request.Target.Version);
        }

        OpenUpload? unfinished = store.FindUpload(name);
        bool same = unfinished is { Head.OneOp: true } && unfinished.Head.AnnouncedSha == sha && unfinished.Head.FileSize == fileSize;
        if (form.Text("session") is { } session)
        {
            OneOpSession.Check(session, name);
            if (!same || unfinished!.Head.Session != session)
            {
                throw new RefusedException(CosCode.UploadGone, "the session's upload is gone or has another sha: begin without session");
            }
        }

        if (same)
        {
            return await ContinueAsync(unfinished!, request.Target.Version, cancellationToken);
        }

        if (unfinished is not null && options.V1OtherUpload == V1OtherUpload.Refuse)
        {
            throw new RefusedException(CosCode.UploadGone, "an upload of other content is unfinished");
        }

        if (finished && !overwrite)
        {
            throw new RefusedException(CosCode.FileExists);
        }

        ObjectHead head = ObjectHead.New(name, fileSize, bizAttr, options.ServiceClock) with { SliceSize = sliceSize };
        if (known is not null)
        {
            store.Put(name, head with { Finished = true, ContentSha = sha }, known.Path);
            return Finished(name, request.Target.Version);
        }

        head = head with
        {
            Session = OneOpSession.New(name),
            OneOp = true,
            AnnouncedSha = sha,
        };
        return Begun(store.Begin(name, head));
    }

    private async Task<Answer> TakeAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        (string session, long offset) = Place(form);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        OpenUpload upload = Find(name, session);
        if (form.Content is not SliceWriter)
        {
            CheckOffset(upload, offset);
        }

        (long length, _, string? sha1) = SliceRecorder.Received(form);
        CheckLength(upload.Head, offset, length);
        if (options.V1CheckSliceSha && CommonFields.Sha(form, CosCode.BadSha) is { } sent && sent != sha1)
        {
            throw new RefusedException(CosCode.SliceShaMismatch, "sha is not the SHA-1 of this slice");
        }

        _recorder.Record(upload, offset, form.Content!);
        if (IsComplete(upload))
        {
            return await FinishAsync(upload, request.Target.Version, cancellationToken);
        }

        return Answer.Success(json =>
        {
            json.WriteString("session", session);
            json.WriteNumber("offset", options.V1AnswerNextOffset ? offset + length : offset);
        });
    }

    /// <summary>Goes on where the upload stands; after a crash between the last slice and its answer that is the end.</summary>
    private async Task<Answer> ContinueAsync(OpenUpload upload, ApiVersion version, CancellationToken cancellationToken) =>
        IsComplete(upload) ? await FinishAsync(upload, version, cancellationToken) : Begun(upload);

    private async Task<Answer> FinishAsync(OpenUpload upload, ApiVersion version, CancellationToken cancellationToken)
    {
        ObjectName name = upload.Name;
        string? sha = upload.WholeSha() ?? await store.HashAsync(name, upload.Head, cancellationToken) ?? upload.Head.AnnouncedSha;
        if (sha != upload.Head.AnnouncedSha)
        {
            // Nothing can be done with it any more, and no slice of it can be told to be the wrong one.
            store.Delete(name);
            throw new RefusedException(CosCode.ShaMismatch, "the received bytes have another SHA-1: begin again");
        }

        store.Finish(upload, sha, options.ServiceClock.GetUtcNow().ToUnixTimeSeconds());
        return Finished(name, version);
    }

    private Answer Finished(ObjectName name, ApiVersion version)
        => Answer.Success(json => urls.Write(json, name, version)).About(finished: true);

    private static Answer Begun(OpenUpload upload)
    {
        // The answer is written after the lock is left.
        long offset = upload.Next;
        return Answer.Success(json =>
        {
            json.WriteString("session", upload.Head.Session);
            json.WriteNumber("offset", offset);
            json.WriteNumber("slice_size", upload.Head.SliceSize);
        });
    }

    private static bool IsComplete(OpenUpload upload) => upload.Next == upload.Head.FileSize
        || (upload.Received >= upload.Head.FileSize && upload.Contiguous() == upload.Head.FileSize);

    private static (string Session, long Offset) Place(RequestForm form)
    {
        string session = form.Text("session") ?? throw new RefusedException(CosCode.SessionMissing, "session is missing");
        long offset = form.Number("offset") ?? throw new RefusedException(CosCode.BadParameter, "offset is missing");
        return (session, offset);
    }

    private OpenUpload Find(ObjectName name, string session)
    {
        OneOpSession.Check(session, name);
        OpenUpload? upload = store.FindUpload(name);
        return upload is { Head.OneOp: true } && upload.Head.Session == session
            ? upload
            : throw new RefusedException(CosCode.SessionInvalid, "the session is not that of an unfinished upload of this file");
    }

    /// <summary>Slices come in order; what was there already may come again, unless that is set to be refused.</summary>
    private void CheckOffset(OpenUpload upload, long offset)
    {
        ObjectHead head = upload.Head;
        if (offset >= head.FileSize)
        {
            throw new RefusedException(CosCode.SessionInvalid, "offset is beyond filesize");
        }

        if (options.Profile == EmulatorProfile.Strict && offset % head.SliceSize != 0)
        {
            throw new RefusedException(CosCode.SessionInvalid, "offset is not a multiple of slice_size");
        }

        if (offset > upload.Next && !options.V1Parallel)
        {
            throw new RefusedException(CosCode.SessionInvalid, "slices come one after the other: bytes before offset are missing");
        }

        if (options.V1RepeatedSlice == V1RepeatedSlice.Refuse && upload.LengthAt(offset) is { } length)
        {
            throw offset + length == upload.Next
                ? new RefusedException(CosCode.OffsetRepeated, "this slice was received before")
                : new RefusedException(CosCode.OffsetWentBack, "offset is before the slice that was received last");
        }
    }

    private void CheckLength(ObjectHead head, long offset, long length)
    {
        if (length > head.SliceSize)
        {
            throw new RefusedException(CosCode.SliceTooLargeV1, "the slice is longer than slice_size");
        }

        if (offset + length > head.FileSize)
        {
            throw new RefusedException(CosCode.BadParameter, "the slice ends beyond filesize");
        }

        if (length == 0)
        {
            throw new RefusedException(CosCode.SliceTooSmall, "the slice is empty");
        }

        bool whole = length == head.SliceSize || offset + length == head.FileSize;
        if (!whole && options.Profile == EmulatorProfile.Strict)
        {
            throw new RefusedException(CosCode.SliceSizeWrong, "a slice shorter than slice_size is not the last one");
        }
    }

    private static long FileSize(RequestForm form)
    {
        long size = form.Number("filesize", CosCode.FileSizeWrongV1)
            ?? throw new RefusedException(CosCode.FileSizeMissing, "filesize is missing");
        return size switch
        {
            0 => throw new RefusedException(CosCode.FileSizeWrongV1, "an empty file is sent by op=upload"),
            > MaxFileSize => throw new RefusedException(CosCode.ContentTooLarge, "a file has at most 500 GB"),
            _ => size,
        };
    }

    private long SliceSize(RequestForm form)
    {
        long size = form.Number("slice_size", CosCode.SliceSizeWrong) ?? DefaultSliceSize;
        bool allowed = options.Profile == EmulatorProfile.Strict
            ? DocumentedSliceSizes.Contains(size)
            : size is > 0 and <= MaxSliceSize;
        return allowed
            ? options.SliceSize ?? size
            : throw new RefusedException(CosCode.SliceSizeWrong, "slice_size is not among 524288, 1048576, 2097152 and 3145728");
    }
}
