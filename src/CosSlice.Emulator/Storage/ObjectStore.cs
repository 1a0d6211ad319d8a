using System.Collections.Concurrent;
using CosSlice.Emulator.Hashing;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Objects and unfinished uploads: what is the same wherever they are kept. Everything that changes an object is called
/// under its lock.
/// </summary>
internal abstract class ObjectStore : IDisposable
{
    private readonly ConcurrentDictionary<ObjectName, OpenUpload> _uploads = new();
    private readonly KeyLocks _locks = new();

    /// <summary>The folder that holds everything; null where nothing is written.</summary>
    public abstract string? Root { get; }

    /// <summary>What the store holds.</summary>
    public ObjectIndex Index { get; } = new();

    /// <summary>Waits until nobody else changes the object.</summary>
    public ValueTask<IDisposable> LockAsync(ObjectName name, CancellationToken cancellationToken) =>
        _locks.TakeAsync(name.FileName, cancellationToken);

    /// <summary>The object's head, finished or not; null when there is none.</summary>
    public abstract ObjectHead? Find(ObjectName name);

    /// <summary>The object's unfinished upload, read back after a restart; null when there is none.</summary>
    public OpenUpload? FindUpload(ObjectName name)
    {
        if (_uploads.TryGetValue(name, out OpenUpload? upload))
        {
            return upload;
        }

        return ReadUpload(name) is { } read ? Keep(read) : null;
    }

    /// <summary>Begins an upload; whatever the name held before is gone.</summary>
    /// <param name="name">What the object will be called.</param>
    /// <param name="head">The upload's head.</param>
    /// <param name="uploadParts">The client's description as it came, for a restart; null when there is none.</param>
    /// <param name="parts">The same, read.</param>
    public abstract OpenUpload Begin(
        ObjectName name, ObjectHead head, ReadOnlyMemory<byte>? uploadParts = null, UploadParts? parts = null);

    /// <summary>A place for content whose own place is decided when the whole request is known.</summary>
    /// <param name="digest">Computed on the way.</param>
    /// <param name="limit">Most bytes to take.</param>
    /// <param name="tooLong">What is thrown beyond the limit.</param>
    public abstract SpooledContent OpenSpool(ContentDigest digest, long limit, Func<Exception> tooLong);

    /// <summary>A writer for a slice of the upload.</summary>
    public abstract SliceWriter OpenSlice(OpenUpload upload, long offset, ContentDigest digest);

    /// <summary>Copies a slice that lies in a temporary file to its place.</summary>
    public abstract void Apply(OpenUpload upload, long offset, string spoolPath);

    /// <summary>Whether the upload has the very bytes of a temporary file there.</summary>
    public abstract bool Holds(OpenUpload upload, long offset, string spoolPath);

    /// <summary>Notes that the upload has the slice.</summary>
    public abstract void Record(OpenUpload upload, long offset, long length);

    /// <summary>Makes the upload an object.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="contentSha">The bytes' SHA-1, lower-case hex; null where it isn't known.</param>
    /// <param name="now">Seconds since 1970.</param>
    public abstract void Finish(OpenUpload upload, string? contentSha, long now);

    /// <summary>Makes content that came in one request an object.</summary>
    /// <param name="name">What the object is called.</param>
    /// <param name="head">The object's head.</param>
    /// <param name="spoolPath">The bytes, in a temporary file that becomes the object's own; null where they were discarded.</param>
    public abstract void Put(ObjectName name, ObjectHead head, string? spoolPath);

    /// <summary>Makes a folder, whose key ends in a slash.</summary>
    public abstract void PutFolder(ObjectName name, ObjectHead head);

    /// <summary>Replaces the head by one for the same bytes.</summary>
    public abstract void Update(ObjectName name, ObjectHead head);

    /// <summary>Removes the object or the unfinished upload.</summary>
    public abstract void Delete(ObjectName name);

    /// <summary>The file of a finished object's bytes; null where they were discarded.</summary>
    public abstract string? ContentPath(ObjectName name, ObjectHead head);

    /// <summary>Gives a finished object's bytes a second, temporary name; null where they were discarded.</summary>
    public abstract string? Link(ObjectName name, ObjectHead head);

    /// <summary>The SHA-1 of an object's bytes, lower-case hex; null where they were discarded.</summary>
    public abstract Task<string?> HashAsync(ObjectName name, ObjectHead head, CancellationToken cancellationToken);

    /// <summary>Leaves the store.</summary>
    public abstract void Dispose();

    /// <summary>An unfinished upload that is not in memory; null when there is none.</summary>
    protected abstract OpenUpload? ReadUpload(ObjectName name);

    protected OpenUpload Keep(OpenUpload upload) => _uploads[upload.Name] = upload;

    protected void Forget(ObjectName name) => _uploads.TryRemove(name, out _);
}
