using CosSlice.Hashing;
using CosSlice.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The digests of a file's parts, kept for a later process.</summary>
public class JournalHashTests
{
    [Theory]
    [InlineData(0, 64)]
    [InlineData(0, 0)]
    [InlineData(5000, 0)]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(100_000, 64)]
    [InlineData(TransferOptions.FileMaximum, 1024 * 1024)]
    public void They_read_as_they_were_written(long length, long partSize)
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed(length, partSize);

        FileHash? read = HashFile.Read(HashFile.Write(hash, record.LastWriteTimeUtc), record);

        AssertSame(hash, read);
    }

    [Fact]
    public void Those_of_64_GiB_take_up_little()
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed(TransferOptions.FileMaximum, 1024 * 1024);

        Assert.InRange(HashFile.Write(hash, record.LastWriteTimeUtc).Length, 65_536 * 20, (65_536 * 20) + 100);
    }

    [Fact]
    public void They_are_another_files_when_anything_differs()
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed();
        byte[] content = HashFile.Write(hash, record.LastWriteTimeUtc);

        Assert.NotNull(HashFile.Read(content, record));
        Assert.Null(HashFile.Read(content, record with { Length = record.Length + 1 }));
        Assert.Null(HashFile.Read(content, record with { PartSize = record.PartSize + 64 }));
        Assert.Null(HashFile.Read(content, record with { PartSize = 0 }));
        Assert.Null(HashFile.Read(content, record with { LastWriteTimeUtc = record.LastWriteTimeUtc.AddTicks(1) }));
        Assert.Null(HashFile.Read(content, record with { Sha1 = new string('0', 40) }));
        Assert.Null(HashFile.Read(content, record with { Sha1 = null }));
    }

    [Fact]
    public void Every_single_byte_counts()
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed(length: 1000, partSize: 320);
        byte[] content = HashFile.Write(hash, record.LastWriteTimeUtc);

        Assert.All(Enumerable.Range(0, content.Length), position =>
        {
            byte[] damaged = [.. content];
            damaged[position] ^= 0x10;
            Assert.Null(HashFile.Read(damaged, record));
        });
        Assert.All(Enumerable.Range(0, content.Length), length => Assert.Null(HashFile.Read(content[..length], record)));
        Assert.Null(HashFile.Read([.. content, 0], record));
        Assert.Null(HashFile.Read([.. content, .. new byte[20]], record));
    }

    [Fact]
    public void Any_bytes_and_any_record_are_digests_or_none()
        => Prop.ForAll<byte[], long, long>((bytes, length, partSize)
            => HashFile.Read(bytes, JournalSample.Record() with { Length = length, PartSize = partSize, Sha1 = new string('0', 40) }) is null)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, -1)]
    public void Numbers_beyond_reason_are_none(long length, long partSize)
    {
        (UploadRecord record, FileHash hash) = JournalSample.Hashed();

        Assert.Null(HashFile.Read(
            HashFile.Write(hash, record.LastWriteTimeUtc), record with { Length = length, PartSize = partSize }));
        Assert.False(HashFile.IsSizeOf(record with { Length = length, PartSize = 1 }, long.MaxValue));
    }

    [Fact]
    public void They_are_kept_beside_the_head()
    {
        using JournalSample sample = new();
        (UploadRecord record, FileHash hash) = JournalSample.Hashed(100_000, 640);
        sample.Store.Save(record);
        sample.Store.SaveHash(record.UploadId, hash, record.LastWriteTimeUtc);

        AssertSame(hash, sample.Another().FindHash(record));
        Assert.Null(sample.Store.FindHash(JournalSample.Record("other.bin") with { Sha1 = record.Sha1 }));
    }

    [Fact]
    public void Damaged_ones_are_as_if_there_were_none()
    {
        using JournalSample sample = new();
        (UploadRecord record, FileHash hash) = JournalSample.Hashed();
        sample.Store.SaveHash(record.UploadId, hash, record.LastWriteTimeUtc);
        byte[] content = File.ReadAllBytes(sample.HashOf(record));
        content[50] ^= 1;
        File.WriteAllBytes(sample.HashOf(record), content);

        Assert.Null(sample.Store.FindHash(record));

        sample.Store.SaveHash(record.UploadId, hash, record.LastWriteTimeUtc);
        AssertSame(hash, sample.Store.FindHash(record));
        Assert.Empty(sample.Reports);
    }

    private static void AssertSame(FileHash expected, FileHash? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Sha1, expected.Length, expected.PartSize, expected.PartCount), (actual.Sha1, actual.Length, actual.PartSize, actual.PartCount));
        for (int part = 0; part < expected.PartCount; part++)
        {
            for (int i = 0; i < 20; i++)
            {
                if (expected.DigestByte(part, i) != actual.DigestByte(part, i))
                {
                    Assert.Fail($"Byte {i} of part {part} differs.");
                }
            }
        }
    }
}
