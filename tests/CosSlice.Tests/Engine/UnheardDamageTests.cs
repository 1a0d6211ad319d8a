using CosSlice.Emulator;
using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Without a SHA-1 only the answer to a slice tells that it arrived whole: what nobody heard of is not taken for good.</summary>
public class UnheardDamageTests
{
    private const int Mebibyte = Cut.Mebibyte;
    private const string FlippedOnce = """{"op":"upload_slice_data","offset":1048576,"fault":"flip","times":1}""";

    [Theory]
    [InlineData(RepeatedSlice.Replace, true)]
    [InlineData(RepeatedSlice.Replace, false)]
    [InlineData(RepeatedSlice.Refuse, true)]
    [InlineData(RepeatedSlice.Refuse, false)]
    public async Task A_slice_that_was_damaged_before_the_process_died_unheard_is_sent_again(RepeatedSlice repeated, bool isResume)
    {
        await using Service service = await StartAsync(repeated);
        string path = service.Folder.File("unheard.bin", 4 * Mebibyte);
        CosUpload upload = await DieUnheardAsync(service, path);
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, CosChecksum.Md5));

        await service.AssertStoredAsync(path);
        Assert.Equal(repeated == RepeatedSlice.Replace, stored.Resumed);
        Assert.Equal(repeated == RepeatedSlice.Replace ? 0 : 1, tally.Of("delete").Count);
        Assert.True(!stored.Resumed || stored.BytesSent == 3 * Mebibyte);
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_process_died_is_not_sent_again_though_its_head_is_older()
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("heard.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, CosChecksum.Md5);
        Cut.Rewrite(service, upload, entry => entry with { State = CosUploadState.Sending, BytesAcknowledged = 0, Acknowledged = RangeSet.Empty });
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, upload, isResume: true);

        await service.AssertStoredAsync(path);
        Assert.Equal([3 * Mebibyte], tally.Slices);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(29)]
    public async Task What_was_written_down_of_a_slice_and_is_not_whole_does_not_count(int damaged)
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("torn.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.Md5);
        Cut.Rewrite(service, upload, entry => entry with { State = CosUploadState.Sending, BytesAcknowledged = 0, Acknowledged = RangeSet.Empty });
        string log = Path.Combine(service.StateFolder, upload.UploadId + ".parts");
        byte[] content = File.ReadAllBytes(log);
        Assert.Equal(48, content.Length);
        content[damaged] ^= 1;
        File.WriteAllBytes(log, [.. content, 1, 2, 3]);
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, upload, isResume: true);

        await service.AssertStoredAsync(path);
        Assert.Equal([damaged / 24 * Mebibyte, 2 * Mebibyte], tally.Slices);
    }

    [Fact]
    public async Task A_slice_that_was_damaged_unheard_before_the_session_was_asked_for_is_sent_again()
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("unheard.bin", 3 * Mebibyte);
        await service.SetFaultsAsync(FlippedOnce);
        service.Faults
            .On("upload_slice_data", (http, next) => next(http))
            .On("upload_slice_data", Faults.LoseAnswer)
            .On("upload_slice_data", Faults.Refuse(400, -29096));
        TransferOptions options = Service.Quick(sliced: true, CosChecksum.Md5);
        options.ThrottleLimit = 1;

        await service.UploadAsync(path, options).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task The_last_step_alone_is_not_taken_where_a_slice_was_not_heard_of()
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("unheard.bin", 2 * Mebibyte);
        CosUpload upload = await DieUnheardAsync(service, path);
        using CosUploader uploader = service.Uploader(Service.Quick(sliced: true));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.Complete(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Completion.Guarded());

        Assert.Equal("UploadIncomplete", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_finish"));
    }

    [Theory]
    [InlineData(false, false, 2)]
    [InlineData(true, false, 4)]
    [InlineData(false, true, 4)]
    public async Task An_entry_that_does_not_say_what_was_heard_counts_where_its_bytes_tell(bool isUnheard, bool wasResumed, int slices)
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("older.bin", 4 * Mebibyte);
        CosUpload upload = isUnheard ? await DieUnheardAsync(service, path) : await Cut.AfterAsync(service, path, 2, CosChecksum.Md5);
        Cut.Rewrite(service, upload, entry => entry with { Acknowledged = null, IsResumed = wasResumed });
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, upload, isResume: true);

        await service.AssertStoredAsync(path);
        Assert.Equal(slices, tally.Slices.Count());
    }

    [Fact]
    public async Task What_went_up_unlooked_at_is_sent_again_where_its_MD5_is_asked_for()
    {
        await using Service service = await StartAsync(RepeatedSlice.Replace);
        string path = service.Folder.File("looked.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.None);
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, upload, isResume: false, Service.Quick(sliced: true, CosChecksum.Md5));

        await service.AssertStoredAsync(path);
        Assert.Equal(Offsets(3), tally.Slices);
    }

    private static long[] Offsets(int slices) => [.. Enumerable.Range(0, slices).Select(slice => (long)slice * Mebibyte)];

    // The service stores the second slice damaged, and the one who sent it dies before it hears so.
    private static async Task<CosUpload> DieUnheardAsync(Service service, string path)
    {
        await service.SetFaultsAsync(FlippedOnce);
        service.Faults
            .On("upload_slice_data", (http, next) => next(http))
            .On("upload_slice_data", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(CosChecksum.Md5))).Guarded();
        CosUpload upload = service.Upload(Path.GetFileName(path))!;
        Cut.Rewrite(service, upload, entry => entry with { State = CosUploadState.Sending, LastError = null, LastErrorCode = null });
        return upload;
    }

    private static Task<Service> StartAsync(RepeatedSlice repeated) => Service.StartAsync(options =>
    {
        options.Faults = true;
        options.RepeatedSlice = repeated;
    });
}
