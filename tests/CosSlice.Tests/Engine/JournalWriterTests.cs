using System.Text;
using CosSlice.Hashing;
using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>One upload's record, kept up to date on the disk, and not too often.</summary>
public sealed class JournalWriterTests : IDisposable
{
    private readonly JournalSample _sample = new();
    private readonly List<string> _warnings = [];
    private readonly UploadRecord _record = JournalSample.Record();

    private UploadRecord? OnDisk => _sample.Another().Find(_record.UploadId);

    [Fact]
    public void Changes_of_state_are_written_at_once()
    {
        JournalWriter writer = Writer();
        Assert.Null(OnDisk);

        writer.Save(record => record);
        Assert.Equal((CosUploadState.Waiting, null, _sample.Clock.UtcNow.UtcDateTime), (OnDisk!.State, OnDisk.Session, OnDisk.UpdatedAt));
        writer.Save(record => record with { State = CosUploadState.Sending, Session = "s" });
        Assert.Equal((CosUploadState.Sending, "s"), (OnDisk!.State, OnDisk.Session));
        writer.Save(record => record with { State = CosUploadState.Sent });
        Assert.Equal((CosUploadState.Sent, "s"), (OnDisk!.State, OnDisk.Session));
        writer.Save(record => record with { State = CosUploadState.Failed, LastError = "e", LastErrorCode = -5 });
        Assert.Equal((CosUploadState.Failed, "e", -5), (OnDisk!.State, OnDisk.LastError, OnDisk.LastErrorCode));
        Assert.Equal(writer.Record, OnDisk);
    }

    [Fact]
    public void Acknowledged_slices_are_written_once_a_second_at_most()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);
        List<long> written = [];
        for (int i = 1; i <= 100; i++)
        {
            _sample.Clock.Advance(TimeSpan.FromMilliseconds(100));
            writer.Acknowledge(i);
            if (written.LastOrDefault() != OnDisk!.BytesAcknowledged)
            {
                written.Add(OnDisk.BytesAcknowledged);
            }
        }

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], written);
        Assert.Equal(100, writer.Record.BytesAcknowledged);
    }

    [Fact]
    public void Slices_alone_never_touch_the_disk_within_a_second()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);
        File.Delete(_sample.HeadOf(_record));

        for (int i = 1; i <= 10_000; i++)
        {
            writer.Acknowledge(i);
        }

        Assert.Empty(_sample.Files());
        writer.Save(record => record with { State = CosUploadState.Interrupted });
        Assert.Equal((CosUploadState.Interrupted, 10_000L), (OnDisk!.State, OnDisk.BytesAcknowledged));
    }

    [Fact]
    public void A_change_of_state_starts_the_second_anew()
    {
        JournalWriter writer = Writer();
        _sample.Clock.Advance(TimeSpan.FromSeconds(0.9));
        writer.Save(record => record);
        _sample.Clock.Advance(TimeSpan.FromSeconds(0.9));
        writer.Acknowledge(5);

        Assert.Equal(0, OnDisk!.BytesAcknowledged);
    }

    [Fact]
    public async Task Many_threads_leave_the_newest_record()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (i, _) =>
        {
            _sample.Clock.Advance(TimeSpan.FromSeconds(0.4));
            writer.Acknowledge(i);
            if (i % 20 == 0)
            {
                writer.Save(record => record with { SliceSize = record.SliceSize + 1 });
            }

            return ValueTask.CompletedTask;
        }).Guarded();
        writer.Save(record => record with { State = CosUploadState.Sent });

        Assert.Equal(writer.Record, OnDisk);
        Assert.Equal(10, OnDisk!.SliceSize);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void The_digests_are_kept_with_the_files_time()
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed();
        JournalWriter writer = new(_sample.Store, _sample.Clock, record, _warnings.Add);
        writer.Save(known => known);
        writer.SaveHash(hash);

        Assert.Equal(hash.Sha1, _sample.Another().FindHash(record)?.Sha1);
    }

    [Fact]
    public void What_was_removed_does_not_come_back()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);
        writer.Remove();

        _sample.Clock.Advance(TimeSpan.FromSeconds(5));
        writer.Acknowledge(5);
        writer.Save(record => record with { State = CosUploadState.Failed });

        Assert.Empty(_sample.Files());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Where_nothing_can_be_written_there_is_one_warning_for_all_uploads()
    {
        JournalStore store = new(StateFolder.Find(_ => null, isWindows: false), _sample.Clock, (_, reason) => _warnings.Add(reason));
        for (int i = 0; i < 3; i++)
        {
            JournalWriter writer = new(store, _sample.Clock, JournalSample.Record($"{i}.bin"), _warnings.Add);
            writer.Save(record => record);
            _sample.Clock.Advance(TimeSpan.FromSeconds(2));
            writer.Acknowledge(1);
            writer.SaveHash(JournalSample.Hashed().Hash);
            writer.Remove();
            Assert.Equal(1, writer.Record.BytesAcknowledged);
        }

        Assert.Contains("HOME", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fails_for_a_while_is_one_warning_and_then_written_again()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);
        Directory.Delete(_sample.Path, recursive: true);
        File.WriteAllText(_sample.Path, "in the way");

        writer.Save(record => record with { State = CosUploadState.Sending });
        writer.Save(record => record with { State = CosUploadState.Interrupted });
        Assert.Contains(_sample.Path, Assert.Single(_warnings), StringComparison.Ordinal);
        File.Delete(_sample.Path);
        writer.Save(record => record with { State = CosUploadState.Sent });

        Assert.Equal(CosUploadState.Sent, OnDisk!.State);
        Assert.Single(_warnings);
    }

    [Fact]
    public void What_a_later_version_wrote_is_told_once_and_stays()
    {
        JournalWriter writer = Writer();
        writer.Save(record => record);
        byte[] foreign = Encoding.UTF8.GetBytes("""{"version":2}""");
        File.WriteAllBytes(_sample.HeadOf(_record), foreign);

        writer.Save(record => record with { State = CosUploadState.Sending });
        writer.Save(record => record with { State = CosUploadState.Sent });
        writer.Remove();

        Assert.Single(_sample.Reports);
        Assert.Empty(_warnings);
        Assert.Equal(foreign, File.ReadAllBytes(_sample.HeadOf(_record)));
    }

    public void Dispose() => _sample.Dispose();

    private JournalWriter Writer() => new(_sample.Store, _sample.Clock, _record, _warnings.Add);
}
