using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload: a whole file in one request (cloud.tencent.com/document/product/436/6066).</summary>
internal sealed class Upload(EmulatorOptions options, ObjectStore store, ObjectUrls urls, Folders folders) : IOperation
{
    /// <summary>Most bytes that a simple upload takes.</summary>
    public const long MaxBytes = 20_971_520;

    public string Name => "upload";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Either;

    public bool IsInV1 => true;

    /// <summary>The refusal of content beyond <see cref="MaxBytes"/>.</summary>
    public static Exception TooLarge() => new FrontProxyRefusedException("a simple upload takes at most 20971520 bytes");

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        RequestForm form = request.Form;
        string? sha = CommonFields.Sha(form);
        bool overwrite = CommonFields.MayOverwrite(form, options.Profile);
        string? bizAttr = CommonFields.BizAttr(form);
        if (form.Content is not SpooledContent content)
        {
            throw new RefusedException(CosCode.ContentMissing, "filecontent is missing");
        }

        if (content.Length > MaxBytes)
        {
            throw TooLarge();
        }

        // Discarded bytes are not hashed: they are taken to be what the client declares.
        string? contentSha = content.Sha1 ?? sha;
        if (sha is not null && sha != contentSha)
        {
            throw new RefusedException(CosCode.ShaMismatch, "sha is not the SHA-1 of filecontent");
        }

        using IDisposable held = await store.LockAsync(name, cancellationToken);
        folders.CheckFile(name, request.Target.Version);
        ObjectHead? existing = store.Find(name);
        if (existing is { Finished: false })
        {
            throw new RefusedException(CosCode.SameUploadUnfinished);
        }

        if (existing is not null && !overwrite)
        {
            // "Same name and same sha is a success": the upload page, on insertOnly.
            string? stored = await StoredSha.OfAsync(store, name, existing, cancellationToken);
            if (stored is null || stored != contentSha)
            {
                throw new RefusedException(CosCode.FileExists);
            }
        }
        else
        {
            ObjectHead head = ObjectHead.New(name, content.Length, bizAttr, options.ServiceClock) with
            {
                Finished = true,
                ContentSha = contentSha,
            };
            store.Put(name, head, content.Path);
        }

        return Answer.Success(json => urls.Write(json, name, request.Target.Version)).About(finished: true);
    }
}
