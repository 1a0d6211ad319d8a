using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=stat: an object's properties (cloud.tencent.com/document/product/436/6069).</summary>
internal sealed class Stat(ObjectStore store, ObjectUrls urls) : IOperation
{
    public string Name => "stat";

    public string Method => HttpMethods.Get;

    public SignatureKind Signature => SignatureKind.Multi;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.Target.IsFolder)
        {
            throw new RefusedException(CosCode.FileNotFound);
        }

        ObjectName name = request.Target.RequireFile();
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        ObjectHead head = store.Find(name) ?? throw new RefusedException(CosCode.FileNotFound);
        string? sha = head.Finished
            ? await StoredSha.OfAsync(store, name, head, cancellationToken)
            : head.AnnouncedSha;

        // filelen < filesize is how clients tell an unfinished upload, so this holds also when only finish is missing.
        long length = head.Finished
            ? head.FileSize
            : Math.Min(store.FindUpload(name)?.Received ?? 0, head.FileSize - 1);

        return Answer.Success(json =>
        {
            urls.Write(json, name);
            json.WriteString("authority", "eInvalid");
            json.WriteString("biz_attr", head.BizAttr ?? "");
            json.WriteNumber("ctime", head.Created);
            json.WriteStartObject("custom_headers");
            json.WriteEndObject();
            json.WriteNumber("filelen", length);
            json.WriteNumber("filesize", head.FileSize);
            json.WriteNumber("forbid", 0);
            json.WriteNumber("mtime", head.Modified);
            json.WriteString("sha", sha ?? "");
            json.WriteNumber("slicesize", head.SliceSize == 0 ? head.FileSize : head.SliceSize);
        });
    }
}
