using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload_slice_list: what an upload has so far (cloud.tencent.com/document/product/436/6070).</summary>
internal sealed class UploadSliceList(ObjectStore store, ObjectUrls urls) : IOperation
{
    public string Name => "upload_slice_list";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => false;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        if (store.FindUpload(name) is not { } upload)
        {
            return store.Find(name) is null
                ? throw new RefusedException(CosCode.FileNotFound)
                : Answer.Success(json => urls.Write(json, name, request.Target.Version));
        }

        // The answer is written after the lock is left.
        KeyValuePair<long, long>[] ranges = [.. upload.Ranges];
        ObjectHead head = upload.Head;
        return Answer.Success(json =>
        {
            json.WriteNumber("filesize", head.FileSize);
            json.WriteStartArray("listparts");
            foreach ((long offset, long length) in ranges)
            {
                json.WriteStartObject();
                json.WriteNumber("datalen", length);
                json.WriteNumber("offset", offset);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("session", head.Session);
            if (head.AnnouncedSha is not null)
            {
                json.WriteString("sha", head.AnnouncedSha);
            }

            json.WriteNumber("slice_size", head.SliceSize);
            if (head.Serial)
            {
                json.WriteNumber("serial_upload", 1);
            }
        });
    }
}
