using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>An upload whose last step is left open: all is there, and nothing can be read yet.</summary>
public class NoCompleteTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(CosChecksum.Sha1, 1)]
    [InlineData(CosChecksum.Sha1, (2 * Mebibyte) + 1)]
    [InlineData(CosChecksum.Md5, (2 * Mebibyte) + 1)]
    [InlineData(CosChecksum.None, (2 * Mebibyte) + 1)]
    public async Task All_slices_are_there_and_the_object_is_not(CosChecksum checksum, int length)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("open.bin", length);

        CosUpload upload = await LeaveOpenAsync(service, path, Service.Quick(sliced: false, checksum));

        Assert.Equal((CosUploadState.Sent, (long)length, (long)length), (upload.State, upload.Length, upload.BytesSent));
        Assert.Equal(("open.bin", path, service.IdOf("open.bin"), 4), (upload.Key, upload.LiteralPath, upload.UploadId, upload.ApiVersion));
        Assert.Null(upload.LastError);
        Assert.Empty(service.Requests("upload_slice_finish"));
        Assert.Empty(service.Requests("upload"));
        await service.AssertNotStoredAsync("open.bin");
        Assert.Equal(CosUploadState.Sent, service.Entry("open.bin")!.State);
        Assert.Equal(CosUploadState.Sent, service.Upload("open.bin")!.State);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task Left_open_again_nothing_is_sent(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("open.bin", 3 * Mebibyte);
        CosUpload first = await LeaveOpenAsync(service, path, Service.Quick(checksum: checksum));
        Tally tally = service.Tally();

        CosUpload again = await LeaveOpenAsync(service, path, Service.Quick(checksum: checksum));

        Assert.Equal((CosUploadState.Sent, first.UploadId, first.BytesSent), (again.State, again.UploadId, again.BytesSent));
        Assert.Empty(tally.Changes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sending_or_resuming_it_takes_the_last_step(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("open.bin", 3 * Mebibyte);
        CosUpload upload = await LeaveOpenAsync(service, path, Service.Quick(checksum: CosChecksum.Md5));
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(checksum: CosChecksum.Md5));

        await service.AssertStoredAsync(path);
        Assert.Equal(0, stored.BytesSent);
        Assert.Empty(tally.Slices);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Cut_on_its_way_it_is_carried_on_and_left_open()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("open.bin", 4 * Mebibyte);
        await Cut.AfterAsync(service, path, 2);
        Tally tally = service.Tally();

        CosUpload upload = await LeaveOpenAsync(service, path, Service.Quick());

        Assert.Equal((CosUploadState.Sent, 4L * Mebibyte), (upload.State, upload.BytesSent));
        Assert.Equal([2 * Mebibyte, 3 * Mebibyte], tally.Slices);
        await service.AssertNotStoredAsync("open.bin");
    }

    [Fact]
    public async Task Where_the_service_had_the_content_it_is_completed_and_its_result_is_kept_for_the_one_who_asks()
    {
        await using Service service = await Service.StartAsync();
        string known = service.Folder.File("known.bin", 3 * Mebibyte);
        string path = service.Folder.File("instant.bin", 3 * Mebibyte);
        await service.UploadAsync(known, Service.Quick(sliced: true));
        Tally tally = service.Tally();

        CosUpload upload = await LeaveOpenAsync(service, path, Service.Quick());

        Assert.Equal(CosUploadState.Completed, upload.State);
        Assert.Equal(3 * Mebibyte, upload.BytesSent);
        Assert.Equal(CosUploadState.Completed, service.Upload("instant.bin")!.State);
        Assert.Empty(tally.Slices);
        await service.AssertStoredAsync(path);

        using CosUploader uploader = service.Uploader();
        CosFile stored = await uploader.Complete(service.Context, upload, TestContext.Current.CancellationToken).Completion.Guarded();

        Assert.Equal("/10055004/accesslog/instant.bin", stored.ResourcePath);
        Assert.NotNull(stored.AccessUrl);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(4, 0)]
    public async Task Version_1_and_empty_files_have_no_last_step_to_leave(int version, int length)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("refused.bin", length);
        CosContext context = version == 1 ? service.V1 : service.Context;

        CosException failure = await Assert.ThrowsAsync<CosException>(() => LeaveOpenAsync(service, path, Service.Quick(), context));

        Assert.Equal("InvalidOption", failure.ErrorId);
        Assert.Empty(service.Emulator.Requests);
        Assert.Empty(service.StateFiles());
    }

    internal static async Task<CosUpload> LeaveOpenAsync(Service service, string path, TransferOptions options, CosContext? context = null)
    {
        using CosUploader uploader = service.Uploader(options);
        return await uploader.StartWithoutCompleting(service.Request(path, context: context), TestContext.Current.CancellationToken).Completion.Guarded();
    }
}
