using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload_slice_finish: makes the slices an object (cloud.tencent.com/document/product/436/6074).</summary>
internal sealed class UploadSliceFinish(EmulatorOptions options, ObjectStore store, ObjectUrls urls) : IOperation
{
    public string Name => "upload_slice_finish";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => false;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        long fileSize = form.Number("filesize")
            ?? throw new RefusedException(CosCode.FinishWithoutFileSize, "filesize is missing");
        string? session = form.Text("session");
        string? sha = CommonFields.Sha(form);

        using IDisposable held = await store.LockAsync(name, cancellationToken);
        OpenUpload? upload = store.FindUpload(name);
        if (upload is null || upload.Head.OneOp || upload.Head.Session != session)
        {
            throw new RefusedException(CosCode.SessionWrong, "the session is not that of an unfinished upload of this file");
        }

        if (upload.Head.FileSize != fileSize)
        {
            throw new RefusedException(CosCode.FileSizeDiffers, "filesize is not the one that init had");
        }

        if (upload.Head.AnnouncedSha is { } announced && sha != announced)
        {
            throw new RefusedException(CosCode.ShaNotThatOfInit, "init had a sha, so finish must have the same");
        }

        if (upload.Contiguous() != fileSize)
        {
            throw new RefusedException(CosCode.SlicesMissing, "not every slice has been received");
        }

        await FinishAsync(upload, sha, cancellationToken);
        return Answer.Success(json => urls.Write(json, name, request.Target.Version)).About(finished: true);
    }

    private async Task FinishAsync(OpenUpload upload, string? sha, CancellationToken cancellationToken)
    {
        string? contentSha = null;
        if (sha is not null)
        {
            // Every slice was compared as it came, the last one with the file's own digest: nothing has to be read again.
            // What was discarded is taken to be what was declared; where bytes may be flipped, they are read again.
            bool believed = options.Discard || (options.CheckDataSha && options.Flips is null);
            contentSha = believed && upload.Parts is { } parts
                ? parts.FileSha
                : await store.HashAsync(upload.Name, upload.Head, cancellationToken) ?? sha;
            if (contentSha != sha)
            {
                throw new RefusedException(CosCode.ShaMismatch, "sha is not the SHA-1 of the received bytes");
            }
        }

        store.Finish(upload, contentSha, options.ServiceClock.GetUtcNow().ToUnixTimeSeconds());
    }
}
