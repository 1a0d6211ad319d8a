using CosSlice.Emulator.Hashing;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Keeps what is known of objects and uploads in memory, and none of their bytes: those are counted and forgotten. What
/// it holds ends with the process.
/// </summary>
internal sealed class DiscardingStore : ObjectStore
{
    public override string? Root => null;

    public override ObjectHead? Find(ObjectName name) => Index.Get(name);

    public override OpenUpload Begin(
        ObjectName name, ObjectHead head, ReadOnlyMemory<byte>? uploadParts = null, UploadParts? parts = null)
    {
        Index.Set(head);
        return Keep(new OpenUpload(name, head, parts, []));
    }

    public override SpooledContent OpenSpool(ContentDigest digest, long limit, Func<Exception> tooLong) =>
        new(path: null, digest, limit, tooLong);

    public override SliceWriter OpenSlice(OpenUpload upload, long offset, ContentDigest digest)
    {
        var slice = new SliceWriter(upload, offset, digest, path: null, direct: false);
        upload.Enter(slice);
        return slice;
    }

    public override void Apply(OpenUpload upload, long offset, string spoolPath)
    {
    }

    public override bool Holds(OpenUpload upload, long offset, string spoolPath) => true;

    public override void Record(OpenUpload upload, long offset, long length) => upload.Add(offset, length);

    public override void Finish(OpenUpload upload, string? contentSha, long now)
    {
        Index.Set(upload.Head with { Finished = true, ContentSha = contentSha, Modified = now });
        Forget(upload.Name);
    }

    public override void Put(ObjectName name, ObjectHead head, string? spoolPath)
    {
        Index.Set(head);
        Forget(name);
    }

    public override void PutFolder(ObjectName name, ObjectHead head) => Index.Set(head);

    public override void Update(ObjectName name, ObjectHead head) => Index.Set(head);

    public override void Delete(ObjectName name)
    {
        Index.Remove(name);
        Forget(name);
    }

    public override string? ContentPath(ObjectName name, ObjectHead head) => null;

    public override string? Link(ObjectName name, ObjectHead head) => null;

    public override Task<string?> HashAsync(ObjectName name, ObjectHead head, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public override void Dispose()
    {
    }

    protected override OpenUpload? ReadUpload(ObjectName name) => null;
}
