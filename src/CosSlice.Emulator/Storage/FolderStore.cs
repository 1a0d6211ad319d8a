using System.Text.Json;
using CosSlice.Emulator.Hashing;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Objects and unfinished uploads in a folder. Each object has a folder of its own with a head, which is replaced by one
/// rename, and files for its bytes and ranges that bear the upload's id: whenever the process is killed, the head
/// names a consistent set. Writes are not flushed to the disk itself; a power cut may lose what a kill does not.
/// </summary>
internal sealed class FolderStore : ObjectStore
{
    private static readonly JsonSerializerOptions HeadFormat = new() { WriteIndented = true };

    private readonly string _objects;
    private readonly string _spool;
    private readonly FileStream _lockFile;

    public FolderStore(string root)
    {
        root = Path.GetFullPath(root);
        Root = root;
        _objects = Path.Combine(root, "objects");
        _spool = Path.Combine(root, "spool");
        StoreLinks.Refuse(_objects);
        StoreLinks.Refuse(_spool);
        Directory.CreateDirectory(_objects);
        Directory.CreateDirectory(_spool);
        StoreLinks.RefuseBelow(root);

        // Two emulators on one store would not see each other's sessions.
        _lockFile = new FileStream(Path.Combine(root, "store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        foreach (string leftover in Directory.EnumerateFiles(_spool))
        {
            File.Delete(leftover);
        }

        foreach (string head in Directory.EnumerateFiles(_objects, "head.json", SearchOption.AllDirectories))
        {
            Index.Set(ReadHead(head));
        }
    }

    public override string? Root { get; }

    public override ObjectHead? Find(ObjectName name)
    {
        string path = HeadPath(name);
        try
        {
            return ReadHead(path);
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public override OpenUpload Begin(
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
        return Keep(new OpenUpload(name, head, parts, []));
    });

    public override SpooledContent OpenSpool(ContentDigest digest, long limit, Func<Exception> tooLong) =>
        new(NewSpoolPath(), digest, limit, tooLong);

    public override SliceWriter OpenSlice(OpenUpload upload, long offset, ContentDigest digest)
    {
        bool direct = offset >= upload.Next && !upload.Has(offset) && !upload.IsReceivingAt(offset);
        string path = direct ? DataPath(upload.Name, upload.Head.UploadId) : NewSpoolPath();
        var slice = new SliceWriter(upload, offset, digest, path, direct);
        upload.Enter(slice);
        return slice;
    }

    public override void Apply(OpenUpload upload, long offset, string spoolPath) => StoreGuard.Run(() =>
    {
        using SafeFileHandle to = PositionalFile.Open(DataPath(upload.Name, upload.Head.UploadId));
        PositionalFile.Read(spoolPath, (block, at) => Holes.WriteAround(to, block, offset + at));
    });

    public override bool Holds(OpenUpload upload, long offset, string spoolPath) => StoreGuard.Run(() =>
    {
        using SafeFileHandle data = File.OpenHandle(
            DataPath(upload.Name, upload.Head.UploadId), share: FileShare.ReadWrite | FileShare.Delete);
        bool same = true;
        byte[] there = new byte[PositionalFile.BlockSize];
        PositionalFile.Read(spoolPath, (block, at) =>
        {
            // Behind the end there are zeros which nobody had to write.
            int read = RandomAccess.Read(data, there.AsSpan(0, block.Length), offset + at);
            there.AsSpan(read, block.Length - read).Clear();
            same &= block.SequenceEqual(there.AsSpan(0, block.Length));
        });
        return same;
    });

    public override void Record(OpenUpload upload, long offset, long length) => StoreGuard.Run(() =>
    {
        RangeLog.Append(RangesPath(upload.Name, upload.Head.UploadId), offset, length);
        upload.Add(offset, length);
    });

    public override void Finish(OpenUpload upload, string? contentSha, long now) => StoreGuard.Run(() =>
    {
        Reach(upload.Name, upload.Head);
        ObjectHead finished = upload.Head with { Finished = true, ContentSha = contentSha, Modified = now };
        WriteHead(upload.Name, finished);
        Forget(upload.Name);
        File.Delete(RangesPath(upload.Name, finished.UploadId));
        File.Delete(UploadPartsPath(upload.Name, finished.UploadId));
    });

    public override void Put(ObjectName name, ObjectHead head, string? spoolPath) => StoreGuard.Run(() =>
    {
        ArgumentNullException.ThrowIfNull(spoolPath);
        Directory.CreateDirectory(Folder(name));
        File.Move(spoolPath, DataPath(name, head.UploadId));
        WriteHead(name, head);
        RemoveOthers(name, head.UploadId);
        Forget(name);
    });

    public override void PutFolder(ObjectName name, ObjectHead head) => StoreGuard.Run(() =>
    {
        Directory.CreateDirectory(Folder(name));
        WriteHead(name, head);
    });

    public override void Update(ObjectName name, ObjectHead head) => StoreGuard.Run(() => WriteHead(name, head));

    public override void Delete(ObjectName name) => StoreGuard.Run(() =>
    {
        Forget(name);
        File.Delete(HeadPath(name));
        Index.Remove(name);
        Directory.Delete(Folder(name), recursive: true);
    });

    public override string? ContentPath(ObjectName name, ObjectHead head) => DataPath(name, head.UploadId);

    public override string? Link(ObjectName name, ObjectHead head)
    {
        string path = NewSpoolPath();
        StoreGuard.Run(() => HardLink.CreateOrCopy(DataPath(name, head.UploadId), path));
        return path;
    }

    public override async Task<string?> HashAsync(ObjectName name, ObjectHead head, CancellationToken cancellationToken)
    {
        // Zeros at the end may not have been written.
        Reach(name, head);
        return await ContentDigest.Sha1OfFileAsync(DataPath(name, head.UploadId), cancellationToken);
    }

    public override void Dispose() => _lockFile.Dispose();

    protected override OpenUpload? ReadUpload(ObjectName name)
    {
        ObjectHead? head = Find(name);
        if (head is null || head.Finished)
        {
            return null;
        }

        string partsPath = UploadPartsPath(name, head.UploadId);
        UploadParts? parts = File.Exists(partsPath) ? UploadParts.Parse(File.ReadAllBytes(partsPath), head.FileSize) : null;
        return new OpenUpload(name, head, parts, RangeLog.Read(RangesPath(name, head.UploadId)));
    }

    private string NewSpoolPath() => Path.Combine(_spool, Guid.NewGuid().ToString("N"));

    private void Reach(ObjectName name, ObjectHead head) => StoreGuard.Run(() =>
    {
        using SafeFileHandle data = PositionalFile.Open(DataPath(name, head.UploadId));
        PositionalFile.Reach(data, head.FileSize);
    });

    private string DataPath(ObjectName name, string uploadId) => Named(name, "data-" + uploadId);

    private string Folder(ObjectName name)
    {
        string group = Path.Combine(_objects, name.FileName[..2]);
        string folder = Path.Combine(group, name.FileName[2..]);
        _ = Own(group);
        return Own(folder);
    }

    private string Named(ObjectName name, string file) => Own(Path.Combine(Folder(name), file));

    private static string Own(string path)
    {
        StoreGuard.Run(() => StoreLinks.Refuse(path));
        return path;
    }

    private string HeadPath(ObjectName name) => Named(name, "head.json");

    private string RangesPath(ObjectName name, string uploadId) => Named(name, "ranges-" + uploadId);

    private string UploadPartsPath(ObjectName name, string uploadId) => Named(name, "parts-" + uploadId);

    private static ObjectHead ReadHead(string path) =>
        JsonSerializer.Deserialize<ObjectHead>(File.ReadAllBytes(path), HeadFormat)
            ?? throw new InvalidDataException($"'{path}' holds no head.");

    private void WriteHead(ObjectName name, ObjectHead head)
    {
        string temporary = Named(name, "head.tmp");
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
