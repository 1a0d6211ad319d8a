using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// op=delete: removes an object or an empty folder, or discards an unfinished upload
/// (cloud.tencent.com/document/product/436/6073 and 6064).
/// </summary>
internal sealed class Delete(ObjectStore store) : IOperation
{
    public string Name => "delete";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Once;

    public bool IsInV1 => true;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.IsFolder ? request.Target.RequireFolder() : request.Target.RequireFile();
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        if (request.Target.IsFolder && store.Index.HasAnyIn(name))
        {
            throw new RefusedException(CosCode.FolderNotEmpty, "the folder is not empty");
        }

        ObjectHead found = store.Find(name) ?? throw new RefusedException(CosCode.FileNotFound);
        store.Delete(name);
        return Answer.Success().About(found.Finished);
    }
}
