using System.Diagnostics;
using System.Globalization;
using CosSlice.Journal;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>Uploads to one target are kept apart, in one process.</summary>
public sealed class JournalLockTests : IDisposable
{
    private readonly JournalSample _sample = new();
    private readonly UploadRecord _record = JournalSample.Record();

    [Fact]
    public void One_target_is_held_once()
    {
        using UploadLock held = _sample.Store.TryLock(_record.UploadId).Lock!;

        LockAnswer second = _sample.Another().TryLock(_record.UploadId);

        Assert.Null(second.Lock);
        Assert.Null(second.Problem);
        Assert.Equal((Environment.ProcessId, Environment.MachineName, _sample.Clock.UtcNow.UtcDateTime), (second.Holder!.ProcessId, second.Holder.Machine, second.Holder.Since));
        Assert.Equal(second.Holder, _sample.Store.FindHolder(_record.UploadId));
        using UploadLock other = _sample.Store.TryLock(JournalSample.Record("other.bin").UploadId).Lock!;
    }

    [Fact]
    public void It_can_be_taken_again_when_it_was_let_go_and_leaves_no_file()
    {
        for (int i = 0; i < 3; i++)
        {
            LockAnswer answer = _sample.Store.TryLock(_record.UploadId);
            Assert.Null(answer.Problem);
            Assert.Equal([_record.UploadId + ".lock"], _sample.Files());
            answer.Lock!.Dispose();
            answer.Lock.Dispose();
            Assert.Empty(_sample.Files());
            Assert.Null(_sample.Store.FindHolder(_record.UploadId));
        }
    }

    [Fact]
    public void A_file_that_nobody_holds_is_no_lock()
    {
        Directory.CreateDirectory(_sample.Path);
        File.WriteAllBytes(_sample.LockOf(_record), new LockHolder(1, "elsewhere", DateTime.UnixEpoch, "t").ToBytes());

        Assert.Null(_sample.Store.FindHolder(_record.UploadId));
        using UploadLock held = _sample.Store.TryLock(_record.UploadId).Lock!;

        Assert.Equal(Environment.ProcessId, LockFile.HolderOf(_sample.LockOf(_record)).ProcessId);
    }

    [Fact]
    public void Another_opening_of_the_file_is_refused_by_the_system_itself()
    {
        using UploadLock held = _sample.Store.TryLock(_record.UploadId).Lock!;

        Assert.True(LockFile.IsTaken(_sample.LockOf(_record)));
        Assert.Null(LockFile.TryTake(_sample.LockOf(_record)));
        Assert.Throws<IOException>(() => new FileStream(_sample.LockOf(_record), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        Assert.Equal(_sample.Store.FindHolder(_record.UploadId), LockFile.HolderOf(_sample.LockOf(_record)) with { Token = string.Empty });
    }

    [Fact]
    public async Task Of_many_processes_that_ask_at_once_one_has_it_at_a_time()
    {
        int inside = 0;
        int most = 0;
        int taken = 0;

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            // By another spelling of the same folder none knows of the others, as if each were a process of its own.
            string spelling = string.Concat(Enumerable.Repeat(Path.DirectorySeparatorChar + ".", i)) + Path.DirectorySeparatorChar;
            string path = Path.GetDirectoryName(_sample.Path) + spelling + Path.GetFileName(_sample.Path);
            StateFolder folder = StateFolder.Find(name => name == "COSSLICE_STATE" ? path : null, OperatingSystem.IsWindows());
            LockAnswer answer = UploadLock.TryTake(folder, _record.UploadId, _sample.Clock);
            Assert.Null(answer.Problem);
            if (answer.Lock is not null)
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Increment(ref taken);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                answer.Lock.Dispose();
            }

            return ValueTask.CompletedTask;
        }).Guarded();

        Assert.Equal(1, most);
        Assert.InRange(taken, 1, 300);
        Assert.Empty(_sample.Files());
    }

    [Fact]
    public void A_folder_that_goes_between_two_locks_is_made_again()
    {
        _sample.Store.TryLock(_record.UploadId).Lock!.Dispose();
        Directory.Delete(_sample.Path, recursive: true);

        LockAnswer answer = _sample.Store.TryLock(_record.UploadId);

        Assert.Null(answer.Problem);
        Assert.True(LockFile.IsTaken(_sample.LockOf(_record)));
        answer.Lock!.Dispose();
    }

    [Fact]
    public void A_file_that_was_removed_after_it_was_opened_is_no_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows removes no file that is open.");
        string path = _sample.LockOf(_record);
        LockHolder first = LockHolder.Now(_sample.Clock).Signed();
        LockHolder second = LockHolder.Now(_sample.Clock).Signed();
        Directory.CreateDirectory(_sample.Path);
        using FileStream file = LockFile.TryTake(path)!;

        Assert.True(LockFile.TrySign(file, path, first));
        File.Delete(path);
        Assert.False(LockFile.TrySign(file, path, first));
        using FileStream other = LockFile.TryTake(path)!;
        Assert.True(LockFile.TrySign(other, path, second));
        Assert.False(LockFile.TrySign(file, path, first));
        Assert.Equal(second, LockFile.HolderOf(path));
    }

    [Fact]
    public void A_program_that_was_started_meanwhile_does_not_keep_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows hands nothing on unasked.");
        Directory.CreateDirectory(_sample.Path);
        using FileStream held = LockFile.TryTake(_sample.LockOf(_record))!;
        using Process child = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        child.StandardInput.WriteLine("it runs");
        Assert.Equal("it runs", child.StandardOutput.ReadLine());
        held.Dispose();

        using FileStream? again = LockFile.TryTake(_sample.LockOf(_record));

        Assert.NotNull(again);
        child.StandardInput.Close();
        child.WaitForExit();
    }

    [Fact]
    public void Without_a_folder_uploads_of_one_process_are_still_kept_apart()
    {
        JournalStore store = new(StateFolder.Find(_ => null, isWindows: false), _sample.Clock, (_, _) => { });
        LockAnswer first = store.TryLock(_record.UploadId);
        LockAnswer second = store.TryLock(_record.UploadId);

        Assert.NotNull(first.Lock);
        Assert.Contains("HOME", first.Problem, StringComparison.Ordinal);
        Assert.Null(second.Lock);
        Assert.Equal(Environment.ProcessId, second.Holder!.ProcessId);
        first.Lock.Dispose();
        using UploadLock third = store.TryLock(_record.UploadId).Lock!;
    }

    [Fact]
    public void A_holder_reads_as_it_was_written_and_anything_else_is_unknown()
    {
        Prop.ForAll<int, NonEmptyString, NonEmptyString>((id, machine, token) =>
        {
            LockHolder holder = new(id, machine.Get, DateTime.UnixEpoch.AddTicks(id), token.Get);
            return LockHolder.Parse(holder.ToBytes()) == holder;
        }).QuickCheckThrowOnFailure();
        Prop.ForAll<byte[]>(bytes => LockHolder.Parse(bytes) == LockHolder.Unknown).QuickCheckThrowOnFailure();
        byte[] whole = LockHolder.Now(_sample.Clock).ToBytes();
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Equal(LockHolder.Unknown, LockHolder.Parse(whole[..length])));
    }

    [Fact]
    public void The_refusal_says_who_has_it()
    {
        LockHolder holder = new(4711, "backup\n01", new DateTime(2026, 3, 1, 3, 0, 0, DateTimeKind.Utc), "t");

        CosException refused = CosErrors.UploadLocked("a.iso", holder);

        Assert.Equal(("UploadLocked", CosErrorKind.Exists, true), (refused.ErrorId, refused.Kind, refused.IsTransient));
        Assert.Equal("'a.iso' is being uploaded by process 4711 on machine backup 01 since 2026-03-01 03:00:00Z.", refused.Message);
        Assert.NotNull(refused.RecommendedAction);
        Assert.Equal("another process", LockHolder.Unknown.ToString());
        Assert.StartsWith("this process since 20", LockHolder.Now(Clock.System).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Under_another_calendar_the_time_is_the_same()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("th-TH");
            Assert.Contains("2026-03-01 03:00:00Z", new LockHolder(1, "m", new DateTime(2026, 3, 1, 3, 0, 0, DateTimeKind.Utc), "t").ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public void Dispose() => _sample.Dispose();
}
