using System.Security.Cryptography;
using CosSlice.Hashing;
using CosSlice.Journal;
using CosSlice.Tests.Support;
using CosSlice.Transfer;

namespace CosSlice.Tests.Engine;

/// <summary>A journal in a folder of its own, and uploads to remember in it.</summary>
internal sealed class JournalSample : IDisposable
{
    private readonly TempFolder _folder = new();

    public JournalSample()
    {
        Path = System.IO.Path.Combine(_folder.Path, "state", "cosslice");
        Store = new JournalStore(StateFolder.Find(name => name == "COSSLICE_STATE" ? Path : null, isWindows: OperatingSystem.IsWindows()), Clock, Report);
    }

    /// <summary>The state folder, which is not there yet.</summary>
    public string Path { get; }

    public FakeClock Clock { get; } = new();

    public JournalStore Store { get; }

    /// <summary>What was stepped over: the path and the reason.</summary>
    public List<(string Path, string Reason)> Reports { get; } = [];

    public static UploadRecord Record(
        string key = "iso/debian-13.iso",
        string path = "/srv/iso/debian-13.iso",
        long length = 700_000_001,
        int apiVersion = 4,
        string endpoint = "https://sh.file.myqcloud.com/")
    {
        CosContext context = CosContext.Create("10055004", "accesslog", endpoint: new Uri(endpoint), apiVersion: apiVersion);
        return new UploadRecord
        {
            UploadId = UploadIdentity.Of(context, key),
            Endpoint = context.Endpoint!,
            AppId = context.AppId!,
            Bucket = context.Bucket!,
            Key = key,
            ApiVersion = apiVersion,
            LiteralPath = path,
            Length = length,
            LastWriteTimeUtc = new DateTime(638_899_999_999_999_997, DateTimeKind.Utc),
            Checksum = CosChecksum.Sha1,
            StartedAt = new DateTime(2026, 2, 28, 23, 59, 59, DateTimeKind.Utc).AddTicks(1_234_567),
            UpdatedAt = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1),
        };
    }

    /// <summary>A record with digests of its file, which are random.</summary>
    public static (UploadRecord Record, FileHash Hash) Hashed(long length = 10_000, long partSize = 640, string key = "a.bin")
    {
        FileHash hash = new(length, partSize, RandomNumberGenerator.GetBytes(Math.Max(1, FileHash.CountParts(length, partSize)) * 20));
        return (Record(key, length: length) with { PartSize = partSize, Sha1 = hash.Sha1 }, hash);
    }

    public string HeadOf(UploadRecord record) => System.IO.Path.Combine(Path, record.UploadId + ".json");

    public string HashOf(UploadRecord record) => System.IO.Path.Combine(Path, record.UploadId + ".parts");

    public string LockOf(UploadRecord record) => System.IO.Path.Combine(Path, record.UploadId + ".lock");

    /// <summary>The names of all files there.</summary>
    public IReadOnlyList<string> Files()
        => Directory.Exists(Path) ? [.. Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order()] : [];

    /// <summary>Another process's view of the same folder.</summary>
    public JournalStore Another() => new(StateFolder.Find(name => name == "COSSLICE_STATE" ? Path : null, OperatingSystem.IsWindows()), Clock, Report);

    public void Dispose() => _folder.Dispose();

    private void Report(string path, string reason) => Reports.Add((path, reason));
}
