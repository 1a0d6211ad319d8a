using System.Text;
using CosSlice.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The head of an upload in the journal, as text and back.</summary>
public class JournalRecordTests
{
    [Fact]
    public void It_reads_as_it_was_written()
    {
        Arbitrary<UploadRecord> records = Arb.From(Records());

        Prop.ForAll(records, record => Read(RecordWriter.Write(record, "x"), record.UploadId).Record! == record)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Any_text_whatever_comes_back_as_it_was()
        => Prop.ForAll<string>(text =>
        {
            UploadRecord record = JournalSample.Record(path: "/" + text) with { Session = text, LastError = text };
            return Read(RecordWriter.Write(record, "x"), record.UploadId).Record! == record;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(" ")]
    [InlineData("\0\u0001\u001f\u007f\u0085\u2028\u2029\ufeff\ufffe\uffff")]
    [InlineData("\\\"/\b\f\n\r\t")]
    [InlineData("\ud800")]
    [InlineData("a\udc00\ud800b")]
    [InlineData("上传 \ud83d\udcbe")]
    public void Odd_characters_come_back_as_they_were(string text)
    {
        UploadRecord record = JournalSample.Record() with { LiteralPath = text, LastError = text };

        Assert.Equal(record, Read(RecordWriter.Write(record, "x"), record.UploadId).Record);
    }

    [Fact]
    public void Of_what_is_too_long_only_the_error_is_cut()
    {
        string path = "/" + string.Concat(Enumerable.Repeat("目录/", 585));
        string key = new('鍵', 283);
        string error = string.Concat(Enumerable.Repeat("\ud83d\udcbe\"\n", 5_000));
        UploadRecord record = JournalSample.Record(key, path) with { Session = new string('s', 500), LastError = error, LastErrorCode = -197 };

        byte[] text = RecordWriter.Write(record, "x");
        UploadRecord read = Read(text, record.UploadId).Record!;

        Assert.InRange(Encoding.UTF8.GetByteCount(path), 4090, 4096);
        Assert.InRange(text.Length, RecordWriter.SizeLimit - 16, RecordWriter.SizeLimit - 1);
        Assert.Equal(record with { LastError = read.LastError }, read);
        Assert.EndsWith("\u2026", read.LastError, StringComparison.Ordinal);
        Assert.StartsWith(read.LastError![..^1], error, StringComparison.Ordinal);
        Assert.True(read.LastError!.Length > 500);
    }

    [Fact]
    public void A_long_error_is_cut_between_characters_and_never_beyond_the_limit()
        => Prop.ForAll(Arb.From(from length in Gen.Choose(7000, 9000) from text in Text(1, 40) select (length, text)), given =>
        {
            string error = new string('e', given.length) + string.Concat(Enumerable.Repeat(given.text, 50));
            UploadRecord record = JournalSample.Record() with { LastError = error };
            byte[] written = RecordWriter.Write(record, "x");
            string read = Read(written, record.UploadId).Record!.LastError!;
            bool isWhole = read == error;
            bool isCut = read.EndsWith('\u2026') && error.StartsWith(read[..^1], StringComparison.Ordinal)
                && !(char.IsHighSurrogate(read[^2]) && char.IsLowSurrogate(error[read.Length - 1]));
            return written.Length < RecordWriter.SizeLimit && (isWhole || isCut);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_path_that_fills_the_head_alone_is_refused_and_not_cut()
    {
        UploadRecord record = JournalSample.Record(path: "C:\\" + new string('字', 3000)) with { LastError = "e" };

        JournalException refused = Assert.Throws<JournalException>(() => RecordWriter.Write(record, "the head"));

        Assert.Equal("the head", refused.Subject);
        Assert.Contains(record.Key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leaves_no_room_for_the_error_is_kept_whole()
    {
        for (int length = 7400; length < 7800; length++)
        {
            UploadRecord record = JournalSample.Record(path: "/" + new string('p', length)) with { LastError = "The network was cut." };
            byte[]? text = Record.Exception(() => RecordWriter.Write(record, "x")) is null ? RecordWriter.Write(record, "x") : null;
            Assert.True(text is null || text.Length < RecordWriter.SizeLimit);
            Assert.True(text is null || Read(text, record.UploadId).Record!.LiteralPath == record.LiteralPath);
        }
    }

    [Fact]
    public void Where_only_what_was_acknowledged_is_too_long_nothing_counts_as_that()
    {
        UploadRecord record = JournalSample.Record(path: "/" + new string('p', 7000)) with
        {
            Acknowledged = RangeSet.Of(Enumerable.Range(0, 48).Select(at => (at * 2_000_000L, 1_000_000L)), 700_000_001),
        };

        UploadRecord read = Read(RecordWriter.Write(record, "x"), record.UploadId).Record!;

        Assert.Equal(record with { Acknowledged = RangeSet.Empty }, read);
    }

    [Fact]
    public void It_is_one_versioned_object_of_plain_members()
    {
        UploadRecord record = JournalSample.Record() with { Sha1 = new string('a', 40), Session = "s", LastError = "e", LastErrorCode = -1 };

        using var text = System.Text.Json.JsonDocument.Parse(RecordWriter.Write(record, "x"));

        Assert.Equal(1, text.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("version", text.RootElement.EnumerateObject().First().Name);
        Assert.Equal(record.LastWriteTimeUtc.Ticks, text.RootElement.GetProperty("lastWriteTicks").GetInt64());
    }

    [Fact]
    public void Members_that_this_version_does_not_know_are_ignored()
    {
        UploadRecord record = JournalSample.Record();
        string text = Encoding.UTF8.GetString(RecordWriter.Write(record, "x"));

        HeadReading reading = Read(
            Encoding.UTF8.GetBytes(text.Replace("\"version\":1,", "\"version\":1,\"later\":{\"a b\":[1,{}]},\"\":null,", StringComparison.Ordinal)),
            record.UploadId);

        Assert.Equal(record, reading.Record);
    }

    [Theory]
    [InlineData("\"version\":1,", "\"version\":2,", true)]
    [InlineData("\"version\":1,", "\"version\":0,", true)]
    [InlineData("\"version\":1,", "\"version\":\"1\",", false)]
    [InlineData("\"version\":1,", "", false)]
    [InlineData("\"state\":\"Waiting\"", "\"state\":\"Paused\"", false)]
    [InlineData("\"state\":\"Waiting\"", "\"state\":\"0\"", false)]
    [InlineData("\"state\":\"Waiting\"", "\"state\":\"waiting\"", false)]
    [InlineData("\"checksum\":\"Sha1\"", "\"checksum\":\"None, Md5\"", false)]
    [InlineData("\"bytesAcknowledged\":0", "\"bytesAcknowledged\":700000002", false)]
    [InlineData("\"bytesAcknowledged\":0", "\"bytesAcknowledged\":0,\"acknowledged\":\"0-700000002\"", false)]
    [InlineData("\"bytesAcknowledged\":0", "\"bytesAcknowledged\":0,\"acknowledged\":0", false)]
    [InlineData("\"bytesAcknowledged\":0", "\"bytesAcknowledged\":0,\"acknowledged\":\"0-5,9-700000001\"", null)]
    [InlineData("\"length\":700000001", "\"length\":-1", false)]
    [InlineData("\"length\":700000001", "\"length\":7e8", false)]
    [InlineData("\"lastWriteTicks\":638899999999999997", "\"lastWriteTicks\":9223372036854775807", false)]
    [InlineData("\"startedAt\":\"2026-02-28", "\"startedAt\":\"2026-02-30", false)]
    [InlineData(".1234567Z", ".1234567", false)]
    [InlineData("\"path\":\"", "\"path\":1,\"was\":\"", false)]
    [InlineData("\"key\":\"iso/debian-13.iso\"", "\"key\":\"iso/debian-12.iso\"", false)]
    [InlineData("\"key\":\"iso/debian-13.iso\"", "\"key\":\"../debian-13.iso\"", false)]
    [InlineData("\"bucket\":\"accesslog\"", "\"bucket\":\"Access Log\"", false)]
    [InlineData("\"appId\":\"10055004\"", "\"appId\":\"10055005\"", false)]
    [InlineData("https://sh.", "https://gz.", false)]
    [InlineData("https://sh.file.myqcloud.com/", "file:///etc", false)]
    [InlineData("https://sh.file.myqcloud.com/", "https://sh.file.myqcloud.com:99999/", false)]
    [InlineData("\"apiVersion\":4", "\"apiVersion\":3", false)]
    [InlineData("}", "", false)]
    [InlineData("}", "} ", null)]
    [InlineData("}", "}}", false)]
    public void What_does_not_fit_is_damaged_and_another_version_is_foreign(string from, string to, bool? isForeign)
    {
        UploadRecord record = JournalSample.Record();
        string text = Encoding.UTF8.GetString(RecordWriter.Write(record, "x"));
        Assert.Contains(from, text, StringComparison.Ordinal);

        HeadReading reading = Read(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), record.UploadId);

        Assert.Equal(isForeign is null, reading.Record is not null);
        Assert.Equal(isForeign is null, reading.Problem is null);
        Assert.Equal(isForeign is true, reading.IsForeign);
    }

    [Fact]
    public void A_record_under_another_uploads_name_is_damaged()
    {
        byte[] text = RecordWriter.Write(JournalSample.Record("one.bin"), "x");

        Assert.NotNull(Read(text, JournalSample.Record("two.bin").UploadId).Problem);
    }

    [Fact]
    public void Any_bytes_are_a_record_or_say_why_not()
        => Prop.ForAll<byte[]>(bytes => IsTyped(bytes, new string('0', 32))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_head_with_any_bytes_damaged_is_a_record_or_says_why_not()
    {
        UploadRecord record = JournalSample.Record("目录/a\"b.iso") with { Session = "\ud83d\udcbe", Sha1 = new string('0', 40), LastError = "e" };
        byte[] good = RecordWriter.Write(record, "x");

        Prop.ForAll<(int Position, byte Value)[], int>((damages, cut) =>
        {
            byte[] damaged = [.. good];
            foreach ((int position, byte value) in damages)
            {
                damaged[(int)((uint)position % damaged.Length)] = value;
            }

            int length = cut % 3 == 0 ? (int)((uint)cut % damaged.Length) : damaged.Length;
            return IsTyped(damaged[..length], record.UploadId);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void What_is_shown_of_it_has_no_session()
    {
        UploadRecord record = JournalSample.Record() with
        {
            Session = "a-session-of-the-service",
            State = CosUploadState.Failed,
            BytesAcknowledged = 5,
            SliceSize = 1024,
            LastError = "e",
            LastErrorCode = -3,
        };

        CosUpload shown = record.ToUpload();

        Assert.Equal(
            (record.UploadId, record.LiteralPath, record.Key, record.Bucket, record.AppId, record.Endpoint, 4, CosUploadState.Failed),
            (shown.UploadId, shown.LiteralPath, shown.Key, shown.Bucket, shown.AppId, shown.Endpoint, shown.ApiVersion, shown.State));
        Assert.Equal((record.Length, 5L, 1024L, record.UpdatedAt, "e", -3), (shown.Length, shown.BytesSent, shown.SliceSize, shown.UpdatedAt, shown.LastError, shown.LastErrorCode));
        Assert.DoesNotContain("a-session", System.Text.Json.JsonSerializer.Serialize(shown), StringComparison.Ordinal);
    }

    private static bool IsTyped(byte[] bytes, string uploadId)
    {
        HeadReading reading = Read(bytes, uploadId);
        return (reading.Record is null) != (reading.Problem is null) && (reading.Record is null || !reading.IsForeign);
    }

    private static HeadReading Read(byte[] text, string uploadId) => RecordReader.Read(text, text.Length, uploadId);

    private static Gen<UploadRecord> Records()
        => from key in Text(1, 20)
           from path in Text(1, 300)
           from session in Gen.OneOf(Gen.Constant((string?)null), Text(0, 100).Select(text => (string?)text))
           from error in Gen.OneOf(Gen.Constant((string?)null), Text(0, 200).Select(text => (string?)text))
           from length in Numbers()
           from sent in Numbers()
           from ticks in Numbers()
           from times in Numbers().Two()
           from code in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(int.MinValue, int.MaxValue).Select(value => (int?)value))
           from choice in Gen.Choose(0, int.MaxValue)
           select JournalSample.Record("k/" + key.Replace('/', '-') + "k", path, length, choice % 2 == 0 ? 4 : 1, choice % 3 == 0 ? "http://127.0.0.1:8080/" : "https://gz.file.myqcloud.com/") with
           {
               LastWriteTimeUtc = Time(ticks),
               Checksum = (CosChecksum)(choice % 3),
               Sha1 = choice % 5 == 0 ? null : choice.ToString("x40", System.Globalization.CultureInfo.InvariantCulture),
               PartSize = choice % 7 == 0 ? 0 : choice,
               Session = session,
               SliceSize = choice % 11 == 0 ? 0 : choice,
               IsSerial = choice % 13 < 6,
               State = (CosUploadState)(choice % 6),
               BytesAcknowledged = Math.Min(sent, length),
               Acknowledged = choice % 19 == 0 ? null : RangeSet.Of([(sent, choice), (0, choice / 2)], length),
               IsResumed = choice % 17 < 8,
               StartedAt = Time(times.Item1),
               UpdatedAt = Time(times.Item2),
               LastError = error,
               LastErrorCode = code,
           };

    private static DateTime Time(long number) => new(number % (DateTime.MaxValue.Ticks + 1), DateTimeKind.Utc);

    private static Gen<long> Numbers()
        => Gen.OneOf(
            Gen.Elements(0L, 1L, long.MaxValue, TransferOptions.FileMaximum),
            from high in Gen.Choose(0, int.MaxValue) from low in Gen.Choose(0, int.MaxValue) select ((long)high << 31) | (uint)low);

    // Text of one to four bytes a character, with all that JSON must escape.
    private static Gen<string> Text(int minimum, int maximum)
        => from count in Gen.Choose(minimum, maximum)
           from pieces in Gen.Elements(" ", "a", "Z", "9", "/", "\\", "\"", "\n", "\0", "é", "字", "\ud83d\udcbe", "\u2028", "\ufeff", ".", "%").ArrayOf(count)
           select string.Concat(pieces);
}
