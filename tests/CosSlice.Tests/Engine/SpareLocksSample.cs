using CosSlice.Journal;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A journal in a folder of its own, and locks in it that are lent files.</summary>
internal sealed class SpareLocksSample : IDisposable
{
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

    /// <summary>The names of the files that are lent, or may be.</summary>
    public IReadOnlyList<string> Spares() => [.. Files().Where(name => name.StartsWith("spare-", StringComparison.Ordinal))];

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string LockOf(string uploadId) => PathOf(uploadId + ".lock");

    /// <summary>The same folder by a spelling that knows nothing of the locks of others, as if it were another process.</summary>
    public JournalStore Elsewhere()
    {
        string spelling = string.Concat(Enumerable.Repeat("/.", Interlocked.Increment(ref _spellings)));
        string path = $"{System.IO.Path.GetDirectoryName(Path)}{spelling}/{System.IO.Path.GetFileName(Path)}";
        return new JournalStore(StateFolder.Of(path), Clock, (_, reason) => Assert.Fail(reason));
    }

    /// <summary>Lends files from the next lock on.</summary>
    public SpareLocks Begin(JournalStore? store = null)
    {
        // Of an upload that nobody else asks for.
        string uploadId = Guid.NewGuid().ToString("N");
        SpareLocks spares = new();
        for (int i = 0; i < AsTheyAre; i++)
        {
            Take(spares, uploadId, store).Dispose();
        }

        return spares;
    }

    /// <summary>Takes a lock that is free.</summary>
    public UploadLock Take(SpareLocks? spares, string uploadId, JournalStore? store = null)
    {
        LockAnswer answer = (store ?? Store).TryLock(uploadId, spares);
        Assert.Null(answer.Problem);
        Assert.NotNull(answer.Lock);
        return answer.Lock;
    }

    /// <summary>Leaves an upload's lock behind as a process does that was killed: a file by two names, which nobody holds.</summary>
    public void LeaveDead(string uploadId)
    {
        Directory.CreateDirectory(Path);
        File.WriteAllBytes(LockOf(uploadId), new LockHolder(1, "elsewhere", DateTime.UnixEpoch, "t").ToBytes());
        Assert.True(UnixFiles.TryName(LockOf(uploadId), PathOf(JournalNames.SpareLock(Guid.NewGuid().ToString("N")))));
    }

    /// <summary>Checks that nobody has the lock of an upload, by taking it.</summary>
    public void AssertFree(string uploadId)
    {
        Assert.Null(Store.FindHolder(uploadId));
        Take(null, uploadId).Dispose();
    }

    /// <summary>Checks that nothing is left: no file, and where the system tells, no handle to one that was removed.</summary>
    public void AssertNothingLeft()
    {
        Assert.Empty(Files());
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(
                Directory.GetFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget),
                target => target?.StartsWith(Path, StringComparison.Ordinal) == true);
        }
    }

    /// <summary>Takes the locks of the many uploads of <see cref="JournalRoles"/>, one after the other, and removes what the dead left.</summary>
    public void TakeManyAndSweep()
    {
        using SpareLocks spares = new();
        for (int i = 0; i < JournalRoles.Many; i++)
        {
            Take(spares, JournalRoles.IdOf(i)).Dispose();
        }
    }

    public void Dispose() => _sample.Dispose();
}
