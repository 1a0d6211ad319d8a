using CosSlice.Journal;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A journal in a folder of its own, and locks in it that are bytes of one file.</summary>
internal sealed class ByteLocksSample : IDisposable
{
    /// <summary>The file of the bytes.</summary>
    public const string FileName = "small.lock";

    /// <summary>How many uploads of an uploader get a file of their own first.</summary>
    public const int AsTheyAre = 4;

    private readonly JournalSample _sample = new();
    private int _spellings;

    public JournalStore Store => _sample.Store;

    public FakeClock Clock => _sample.Clock;

    /// <summary>The state folder.</summary>
    public string Path => _sample.Path;

    /// <summary>What was stepped over: the path and the reason.</summary>
    public List<(string Path, string Reason)> Reports => _sample.Reports;

    /// <summary>The names of all files there.</summary>
    public IReadOnlyList<string> Files() => _sample.Files();

    /// <summary>Whether an upload's lock is a file, and not a byte.</summary>
    public bool HasFile(string uploadId) => File.Exists(LockOf(uploadId));

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string LockOf(string uploadId) => PathOf(uploadId + ".lock");

    /// <summary>The same folder by a spelling that knows nothing of the locks of others, as if it were another process.</summary>
    public JournalStore Elsewhere()
    {
        string spelling = string.Concat(Enumerable.Repeat("/.", Interlocked.Increment(ref _spellings)));
        string path = $"{System.IO.Path.GetDirectoryName(Path)}{spelling}/{System.IO.Path.GetFileName(Path)}";
        return new JournalStore(StateFolder.Of(path), Clock, (_, reason) => Assert.Fail(reason));
    }

    /// <summary>Locks that are bytes from the next one on.</summary>
    public ByteLocks Begin(JournalStore? store = null)
    {
        // Of an upload that nobody else asks for.
        string uploadId = Guid.NewGuid().ToString("N");
        ByteLocks bytes = new();
        for (int i = 0; i < AsTheyAre; i++)
        {
            Take(bytes, uploadId, store).Dispose();
        }

        return bytes;
    }

    /// <summary>Takes a lock that is free.</summary>
    public UploadLock Take(ByteLocks? bytes, string uploadId, JournalStore? store = null)
    {
        LockAnswer answer = (store ?? Store).TryLock(uploadId, bytes);
        Assert.Null(answer.Problem);
        Assert.NotNull(answer.Lock);
        return answer.Lock;
    }

    /// <summary>Leaves an upload's lock behind as a process does that was killed: a file that nobody holds.</summary>
    public void LeaveDead(string uploadId)
    {
        Directory.CreateDirectory(Path);
        File.WriteAllBytes(LockOf(uploadId), new LockHolder(1, new string('m', 300), DateTime.UnixEpoch, "t").ToBytes());
    }

    /// <summary>Checks that nobody has the lock of an upload, by taking it either way.</summary>
    public void AssertFree(string uploadId, ByteLocks? bytes = null)
    {
        Assert.Null(Store.FindHolder(uploadId));
        Take(null, uploadId).Dispose();
        Take(bytes, uploadId).Dispose();
    }

    /// <summary>Checks that only the one file is left, and no handle to anything there.</summary>
    public void AssertNothingLeft()
    {
        Assert.Equal([FileName], Files());
        AssertNothingOpen();
    }

    /// <summary>Checks that no handle is left to a file there, of such as were removed, too.</summary>
    public void AssertNothingOpen() => Assert.DoesNotContain(
        Directory.GetFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget),
        target => target?.StartsWith(Path, StringComparison.Ordinal) == true);

    /// <summary>Takes the locks of the many uploads of <see cref="JournalRoles"/>, one after the other.</summary>
    public void TakeMany()
    {
        using ByteLocks bytes = new();
        for (int i = 0; i < JournalRoles.Many; i++)
        {
            Take(bytes, JournalRoles.IdOf(i)).Dispose();
        }
    }

    public void Dispose() => _sample.Dispose();
}
