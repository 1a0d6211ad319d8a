using System.Diagnostics;
using System.Globalization;
using System.Text;
using CosSlice.Hashing;
using CosSlice.Journal;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The journal as a whole: what is kept, listed, stepped over and forgotten.</summary>
public class JournalStoreTests
{
    [Fact]
    public void What_one_process_saves_another_finds()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record() with { Session = "s", State = CosUploadState.Sending, BytesAcknowledged = 7 };

        sample.Store.Save(record);
        sample.Store.Save(record with { BytesAcknowledged = 8 });

        Assert.Equal(record with { BytesAcknowledged = 8 }, sample.Another().Find(record.UploadId));
        Assert.Equal([record.UploadId + ".json"], sample.Files());
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public void They_are_listed_the_newest_first()
    {
        using JournalSample sample = new();
        UploadRecord[] records = [.. Enumerable.Range(0, 5).Select(i => JournalSample.Record($"{i}.bin") with { UpdatedAt = DateTime.UnixEpoch.AddHours(i * 7 % 5) })];
        foreach (UploadRecord record in records)
        {
            sample.Store.Save(record);
        }

        Assert.Equal(records.OrderByDescending(record => record.UpdatedAt), sample.Another().List());
    }

    [Fact]
    public void A_thousand_entries_are_listed_fast()
    {
        using JournalSample sample = new();
        UploadRecord[] records = [.. Enumerable.Range(0, 1000).Select(i => JournalSample.Record($"k{i}.bin"))];
        sample.Store.Save(records[0]);
        foreach (UploadRecord record in records)
        {
            File.WriteAllBytes(sample.HeadOf(record), RecordWriter.Write(record, "x"));
        }

        _ = sample.Store.List();
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<UploadRecord> listed = sample.Store.List();

        TestContext.Current.TestOutputHelper?.WriteLine($"1000 entries in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms.");
        Assert.Equal(records.Select(record => record.UploadId).ToHashSet(), listed.Select(record => record.UploadId).ToHashSet());
    }

    [Fact]
    public void Damaged_and_foreign_files_are_reported_once_and_stay()
    {
        using JournalSample sample = new();
        UploadRecord good = JournalSample.Record("good.bin");
        sample.Store.Save(good);
        Dictionary<string, byte[]> others = new()
        {
            [JournalSample.Record("empty.bin").UploadId + ".json"] = [],
            [JournalSample.Record("half.bin").UploadId + ".json"] = RecordWriter.Write(JournalSample.Record("half.bin"), "x")[..100],
            [JournalSample.Record("zero.bin").UploadId + ".json"] = new byte[4096],
            [JournalSample.Record("huge.bin").UploadId + ".json"] = new byte[10_000_000],
            [JournalSample.Record("later.bin").UploadId + ".json"] = Encoding.UTF8.GetBytes("""{"version":2,"what":[]}"""),
            [JournalSample.Record("copy.bin").UploadId + ".json"] = RecordWriter.Write(good, "x"),
            ["notes.txt"] = [1],
            ["0123.json"] = [2],
            [good.UploadId.ToUpperInvariant() + "x.json"] = [3],
        };
        foreach ((string name, byte[] content) in others)
        {
            File.WriteAllBytes(Path.Combine(sample.Path, name), content);
        }

        File.WriteAllText(Path.Combine(sample.Path, ".nfs000001"), "hidden");
        File.WriteAllBytes(sample.HashOf(good), [1, 2, 3]);
        File.WriteAllText(sample.LockOf(good), "stale");

        Assert.Equal([good], sample.Store.List());
        Assert.Equal([good], sample.Store.List());
        Assert.Null(sample.Store.Find(JournalSample.Record("half.bin").UploadId));

        Assert.Equal(others.Keys.Select(name => Path.Combine(sample.Path, name)).Order(), sample.Reports.Select(report => report.Path).Order());
        Assert.All(sample.Reports, report => Assert.Contains(report.Path, report.Reason, StringComparison.Ordinal));
        Assert.Contains(sample.Reports, report => report.Reason.Contains("another version", StringComparison.Ordinal));
        Assert.All(others, other => Assert.Equal(other.Value, File.ReadAllBytes(Path.Combine(sample.Path, other.Key))));
    }

    [Fact]
    public void Any_folder_content_whatever_can_be_listed()
        => Prop.ForAll<(byte[], byte[])[]>(files =>
        {
            using JournalSample sample = new();
            UploadRecord good = JournalSample.Record("good.bin");
            sample.Store.Save(good);
            foreach ((byte[] name, byte[] content) in files)
            {
                string id = JournalSample.Record("k" + Convert.ToHexString(name)).UploadId;
                File.WriteAllBytes(Path.Combine(sample.Path, id + ".json"), content);
                File.WriteAllBytes(Path.Combine(sample.Path, id + ".parts"), content);
                File.WriteAllBytes(Path.Combine(sample.Path, id + ".lock"), content);
                _ = sample.Store.FindHash(JournalSample.Record("k" + Convert.ToHexString(name)) with { Sha1 = new string('0', 40) });
                _ = sample.Store.FindHolder(id);
            }

            return sample.Store.List().SequenceEqual([good]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void What_a_later_version_wrote_is_neither_written_over_nor_removed()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        byte[] foreign = Encoding.UTF8.GetBytes("""{"version":7}""");
        File.WriteAllBytes(sample.HeadOf(record), foreign);

        JournalException refused = Assert.Throws<JournalException>(() => sample.Store.Save(record));
        sample.Store.Remove(record.UploadId);

        Assert.Equal(sample.HeadOf(record), refused.Subject);
        Assert.Contains("another version", refused.Message, StringComparison.Ordinal);
        Assert.Equal(foreign, File.ReadAllBytes(sample.HeadOf(record)));
        Assert.Equal([record.UploadId + ".json"], sample.Files());
    }

    [Fact]
    public void A_damaged_head_makes_way_and_is_kept()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        File.WriteAllText(sample.HeadOf(record), "{damaged");

        sample.Store.Remove(record.UploadId);
        Assert.Equal("{damaged", File.ReadAllText(sample.HeadOf(record)));
        sample.Store.Save(record);

        Assert.Equal(record, sample.Another().Find(record.UploadId));
        Assert.Equal("{damaged", File.ReadAllText(Assert.Single(Directory.GetFiles(sample.Path, "*.damaged-*"))));
        Assert.Equal([record], sample.Another().List());
        Assert.Single(sample.Reports);
    }

    [Fact]
    public void An_upload_is_forgotten_whole()
    {
        using JournalSample sample = new();
        (UploadRecord record, FileHash hash) = JournalSample.Hashed();
        using (UploadLock held = sample.Store.TryLock(record.UploadId).Lock!)
        {
            sample.Store.Save(record);
            sample.Store.SaveHash(record.UploadId, hash, record.LastWriteTimeUtc);
            Assert.Equal(3, sample.Files().Count);
            sample.Store.Remove(record.UploadId);
            sample.Store.Remove(record.UploadId);
        }

        Assert.Empty(sample.Files());
        Assert.Null(sample.Store.Find(record.UploadId));
    }

    [Fact]
    public void At_whatever_stage_a_writing_ended_there_is_the_old_head_or_the_new_one()
    {
        using JournalSample sample = new();
        UploadRecord old = JournalSample.Record() with { State = CosUploadState.Sending };
        byte[] text = RecordWriter.Write(old with { State = CosUploadState.Sent }, "x");
        sample.Store.Save(old);

        // Of a process that is no more; no system gives such a number.
        string temporary = sample.HeadOf(old) + ".2147483646-1.tmp";
        for (int length = 0; length <= text.Length; length++)
        {
            File.WriteAllBytes(temporary, text[..length]);
            Assert.Equal(old, sample.Another().Find(old.UploadId));
        }

        Assert.Equal([old], sample.Another().List());
        PrivateFile.Replace(temporary, sample.HeadOf(old));
        Assert.Equal(CosUploadState.Sent, sample.Another().Find(old.UploadId)!.State);
        Assert.Equal([old.UploadId + ".json"], sample.Files());
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public void What_dead_processes_left_behind_goes_when_their_upload_is_taken_up()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record("one.bin");
        UploadRecord other = JournalSample.Record("two.bin");
        sample.Store.Save(record);
        string[] left =
        [
            sample.HeadOf(record) + ".2147483646-1.tmp",
            sample.HashOf(record) + ".2147483646-2.tmp",
            sample.HeadOf(record) + ".tmp",
            sample.HeadOf(record) + ".x.tmp",
        ];
        string[] kept =
        [
            sample.HeadOf(record) + string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}-1000000.tmp"),
            sample.HeadOf(other) + ".2147483646-1.tmp",
        ];
        foreach (string path in left.Concat(kept))
        {
            File.WriteAllText(path, "half");
        }

        Assert.Single(sample.Store.List());
        Assert.All(left, path => Assert.True(File.Exists(path)));
        using UploadLock held = sample.Store.TryLock(record.UploadId).Lock!;
        sample.Store.CleanUp(record.UploadId);

        Assert.All(left, path => Assert.False(File.Exists(path)));
        Assert.All(kept, path => Assert.True(File.Exists(path)));
        Assert.Equal(record, sample.Store.Find(record.UploadId));
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public void A_writing_that_fails_leaves_the_old_head_and_nothing_else()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        File.Delete(sample.HeadOf(record));
        Directory.CreateDirectory(sample.HeadOf(record));
        File.WriteAllText(Path.Combine(sample.HeadOf(record), "in the way"), "x");

        Assert.Throws<JournalException>(() => sample.Store.Save(record));

        Assert.Empty(sample.Files());
    }

    [Fact]
    public async Task Readers_and_a_writer_never_meet_a_half_or_missing_head()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record(length: long.MaxValue);
        sample.Store.Save(record);
        Task[] readers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                JournalStore other = sample.Another();
                long last = 0;
                for (int i = 0; i < 200; i++)
                {
                    long read = Assert.Single(other.List()).BytesAcknowledged;
                    Assert.True(read >= last);
                    last = read;
                }
            }, TestContext.Current.CancellationToken)),
        ];
        Task reading = Task.WhenAll(readers);
        for (int i = 1; !reading.IsCompleted; i++)
        {
            sample.Store.Save(record with { BytesAcknowledged = i });
        }

        await reading.Guarded();
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public async Task Entries_may_come_and_go_while_they_are_listed()
    {
        using JournalSample sample = new();
        UploadRecord lasting = JournalSample.Record("lasting.bin");
        sample.Store.Save(lasting);
        using CancellationTokenSource done = new();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                UploadRecord passing = JournalSample.Record($"{i % 3}.bin");
                sample.Store.Save(passing);
                sample.Store.Remove(passing.UploadId);
            }

            done.Cancel();
        }, TestContext.Current.CancellationToken);
        do
        {
            Assert.Contains(lasting, sample.Store.List());
        }
        while (!done.IsCancellationRequested);

        await writer.Guarded();
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public void A_folder_that_goes_meanwhile_is_made_again()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        Directory.Delete(sample.Path, recursive: true);

        Assert.Empty(sample.Store.List());
        Assert.Null(sample.Store.Find(record.UploadId));
        sample.Store.Remove(record.UploadId);
        sample.Store.Save(record);

        Assert.Equal([record], sample.Store.List());
    }
}
