using System.Collections.Concurrent;
using System.Text.Json;
using CosSlice.Emulator.Hashing;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Objects and unfinished uploads in a folder. Each object has a folder of its own with a head, which is replaced by one
/// rename, and files for its bytes and ranges that bear the upload's id: whenever the process is killed, the head
/// names a consistent set. Writes are not flushed to the disk itself; a power cut may lose what a kill does not.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private static readonly JsonSerializerOptions HeadFormat = new() { WriteIndented = true };

    private readonly ConcurrentDictionary<ObjectName, OpenUpload> _uploads = new();
    private readonly KeyLocks _locks = new();
    private readonly string _objects;
    private readonly string _spool;
    private readonly FileStream _lockFile;

    public ObjectStore(string root)
    {
        Root = Path.GetFullPath(root);
        _objects = Path.Combine(Root, "objects");
        _spool = Path.Combine(Root, "spool");
        Directory.CreateDirectory(_objects);
        Directory.CreateDirectory(_spool);

        // Two emulators on one store would not see each other's sessions.
        _lockFile = new FileStream(Path.Combine(Root, "store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        foreach (string leftover in Directory.EnumerateFiles(_spool))
        {
            File.Delete(leftover);
        }

        foreach (string head in Directory.EnumerateFiles(_objects, "head.json", SearchOption.AllDirectories))
        {
            Index.Set(ReadHead(head));
        }
    }

    public string Root { get; }

    /// <summary>What the store holds.</summary>
    public ObjectIndex Index { get; } = new();

    /// <summary>Waits until nobody else changes the object. Every method that changes something is called under it.</summary>
    public ValueTask<IDisposable> LockAsync(ObjectName name, CancellationToken cancellationToken) =>
        _locks.TakeAsync(name.FileName, cancellationToken);

    public string NewSpoolPath() => Path.Combine(_spool, Guid.NewGuid().ToString("N"));

    /// <summary>The object's head, finished or not; null when there is none.</summary>
    public ObjectHead? Find(ObjectName name)
    {
        try
        {
            return ReadHead(HeadPath(name));
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The object's unfinished upload, read back from the disk after a restart; null when there is none.</summary>
    public OpenUpload? FindUpload(ObjectName name)
    {
        if (_uploads.TryGetValue(name, out OpenUpload? upload))
        {
            return upload;
        }

        ObjectHead? head = Find(name);
        if (head is null || head.Finished)
        {
            return null;
        }

        string partsPath = UploadPartsPath(name, head.UploadId);
        UploadParts? parts = File.Exists(partsPath) ? UploadParts.Parse(File.ReadAllBytes(partsPath), head.FileSize) : null;
        return _uploads[name] = new OpenUpload(name, head, parts, RangeLog.Read(RangesPath(name, head.UploadId)));
    }

    /// <summary>Begins an upload; whatever the name held before is gone.</summary>
    /// <param name="name">What the object will be called.</param>
    /// <param name="head">The upload's head.</param>
    /// <param name="uploadParts">The client's description as it came, for a restart; null when there is none.</param>
    /// <param name="parts">The same, read.</param>
    public OpenUpload Begin(
        ObjectName name, ObjectHead head, ReadOnlyMemory<byte>? uploadParts = null, UploadParts? parts = null) => StoreGuard.Run(() =>
    {
        Directory.CreateDirectory(Folder(name));
        using (SafeFileHandle data = PositionalFile.Open(DataPath(name, head.UploadId)))
        {
        }

        if (uploadParts is { } json)
        {
            File.WriteAllBytes(UploadPartsPath(name, head.UploadId), json.Span);
        }

        WriteHead(name, head);
        RemoveOthers(name, head.UploadId);
        return _uploads[name] = new OpenUpload(name, head, parts, []);
    });

    /// <summary>A writer for a slice of the upload.</summary>
    public SliceWriter OpenSlice(OpenUpload upload, long offset, ContentDigest digest)
    {
        bool direct = offset >= upload.Next && !upload.Has(offset) && !upload.IsReceivingAt(offset);
        string path = direct ? DataPath(upload.Name, upload.Head.UploadId) : NewSpoolPath();
        var slice = new SliceWriter(upload, offset, digest, path, direct);
        upload.Enter(slice);
        return slice;
    }

    /// <summary>Copies a slice that lies in a temporary file to its place.</summary>
    public void Apply(OpenUpload upload, long offset, string spoolPath) => StoreGuard.Run(() =>
    {
        using SafeFileHandle to = PositionalFile.Open(DataPath(upload.Name, upload.Head.UploadId));
        PositionalFile.Read(spoolPath, (block, at) => RandomAccess.Write(to, block, offset + at));
    });

    /// <summary>Compares a temporary file with what the client declared.</summary>
    public static void Check(string spoolPath, PartCheck check) => StoreGuard.Run(
        () => PositionalFile.Read(spoolPath, (block, _) => check.Append(block)));

    /// <summary>Whether the upload has these very bytes there.</summary>
    public bool Holds(OpenUpload upload, long offset, string spoolPath) => StoreGuard.Run(() =>
    {
        using SafeFileHandle data = File.OpenHandle(
            DataPath(upload.Name, upload.Head.UploadId), share: FileShare.ReadWrite | FileShare.Delete);
        bool same = true;
        byte[] there = new byte[PositionalFile.BlockSize];
        PositionalFile.Read(spoolPath, (block, at) =>
            same &= RandomAccess.Read(data, there.AsSpan(0, block.Length), offset + at) == block.Length
                && block.SequenceEqual(there.AsSpan(0, block.Length)));
        return same;
    });

    /// <summary>Notes that the upload has the slice.</summary>
    public void Record(OpenUpload upload, long offset, long length) => StoreGuard.Run(() =>
    {
        RangeLog.Append(RangesPath(upload.Name, upload.Head.UploadId), offset, length);
        upload.Add(offset, length);
    });

    /// <summary>Makes the upload an object.</summary>
    public void Finish(OpenUpload upload, string? contentSha, long now) => StoreGuard.Run(() =>
    {
        ObjectHead finished = upload.Head with { Finished = true, ContentSha = contentSha, Modified = now };
        WriteHead(upload.Name, finished);
        _uploads.TryRemove(upload.Name, out _);
        File.Delete(RangesPath(upload.Name, finished.UploadId));
        File.Delete(UploadPartsPath(upload.Name, finished.UploadId));
    });

    /// <summary>Makes content that came in one request an object.</summary>
    /// <param name="name">What the object is called.</param>
    /// <param name="head">The object's head.</param>
    /// <param name="spoolPath">The bytes, in a temporary file that becomes the object's own.</param>
    public void Put(ObjectName name, ObjectHead head, string spoolPath) => StoreGuard.Run(() =>
    {
        Directory.CreateDirectory(Folder(name));
        File.Move(spoolPath, DataPath(name, head.UploadId));
        WriteHead(name, head);
        RemoveOthers(name, head.UploadId);
        _uploads.TryRemove(name, out _);
    });

    /// <summary>Makes a folder, whose key ends in a slash.</summary>
    public void PutFolder(ObjectName name, ObjectHead head) => StoreGuard.Run(() =>
    {
        Directory.CreateDirectory(Folder(name));
        WriteHead(name, head);
    });

    /// <summary>Replaces the head by one for the same bytes.</summary>
    public void Update(ObjectName name, ObjectHead head) => StoreGuard.Run(() => WriteHead(name, head));

    public void Delete(ObjectName name) => StoreGuard.Run(() =>
    {
        _uploads.TryRemove(name, out _);
        File.Delete(HeadPath(name));
        Index.Remove(name);
        Directory.Delete(Folder(name), recursive: true);
    });

    public string DataPath(ObjectName name, string uploadId) => Path.Combine(Folder(name), "data-" + uploadId);

    public void Dispose() => _lockFile.Dispose();

    private string Folder(ObjectName name) => Path.Combine(_objects, name.FileName[..2], name.FileName[2..]);

    private string HeadPath(ObjectName name) => Path.Combine(Folder(name), "head.json");

    private string RangesPath(ObjectName name, string uploadId) => Path.Combine(Folder(name), "ranges-" + uploadId);

    private string UploadPartsPath(ObjectName name, string uploadId) => Path.Combine(Folder(name), "parts-" + uploadId);

    private static ObjectHead ReadHead(string path) =>
        JsonSerializer.Deserialize<ObjectHead>(File.ReadAllBytes(path), HeadFormat)
            ?? throw new InvalidDataException($"'{path}' holds no head.");

    private void WriteHead(ObjectName name, ObjectHead head)
    {
        string temporary = Path.Combine(Folder(name), "head.tmp");
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(head, HeadFormat));
        File.Move(temporary, HeadPath(name), overwrite: true);
        Index.Set(head);
    }

    /// <summary>Removes what an earlier object of that name, or a killed process, left behind.</summary>
    private void RemoveOthers(ObjectName name, string uploadId)
    {
        foreach (string file in Directory.EnumerateFiles(Folder(name)))
        {
            string fileName = Path.GetFileName(file);
            if (fileName != "head.json" && !fileName.EndsWith(uploadId, StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }
    }
}
