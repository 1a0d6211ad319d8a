using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>What the service has of an upload, asked for and not written down.</summary>
public class RefreshTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(CosChecksum.Sha1, 4)]
    [InlineData(CosChecksum.None, 4)]
    [InlineData(CosChecksum.Sha1, 1)]
    public async Task What_is_there_is_shown_and_the_journal_stays_as_it_is(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.KilledAfterAsync(service, service.Folder.File("cut.bin", 5 * Mebibyte), 3, checksum, context);
        Cut.Rewrite(service, upload, entry => entry with { BytesAcknowledged = Mebibyte });
        upload = service.Upload("cut.bin", context)!;
        byte[] before = Head(service, upload);
        Tally tally = service.Tally();

        CosUpload fresh = await RefreshAsync(service, upload);

        Assert.Equal((CosUploadState.Interrupted, 3L * Mebibyte, 5L * Mebibyte), (fresh.State, fresh.BytesSent, fresh.Length));
        Assert.Equal((upload.UploadId, upload.Key, upload.LiteralPath, upload.ApiVersion), (fresh.UploadId, fresh.Key, fresh.LiteralPath, fresh.ApiVersion));
        Assert.Equal(before, Head(service, upload));
        Assert.Empty(tally.Changes);
        Assert.NotEmpty(tally.All);
    }

    [Fact]
    public async Task What_was_left_open_is_sent()
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, service.Folder.File("open.bin", 2 * Mebibyte), Service.Quick());

        CosUpload fresh = await RefreshAsync(service, upload);

        Assert.Equal((CosUploadState.Sent, 2L * Mebibyte), (fresh.State, fresh.BytesSent));
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, 4, CosUploadState.Completed)]
    [InlineData(CosChecksum.Sha1, 1, CosUploadState.Completed)]
    [InlineData(CosChecksum.None, 4, CosUploadState.Interrupted)]
    public async Task What_was_finished_meanwhile_is_completed_where_a_sha_proves_it(CosChecksum checksum, int version, CosUploadState expected)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("both.bin", 3 * Mebibyte);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 1, checksum, context);
        byte[] before = Head(service, upload);
        await service.DeleteAsync("both.bin");
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true, checksum)), context: context);

        CosUpload fresh = await RefreshAsync(service, upload);

        Assert.Equal((expected, expected == CosUploadState.Completed ? 3L * Mebibyte : 0), (fresh.State, fresh.BytesSent));
        Assert.Equal(before, Head(service, upload));

        // Either way resuming tells for certain, the one by the remembered sha, the other by reading the file.
        Assert.Equal(0, (await Cut.GoOnAsync(service, upload, isResume: true)).BytesSent);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task Another_ones_object_in_its_place_is_a_failure_with_a_reason(int version)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", 3 * Mebibyte);
        string theirs = service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 1, context: context);
        await service.DeleteAsync("mine.bin");
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true)), "mine.bin", context: context);

        CosUpload fresh = await RefreshAsync(service, upload);

        Assert.Equal((CosUploadState.Failed, 0L), (fresh.State, fresh.BytesSent));
        Assert.NotEqual(upload.LastError, fresh.LastError);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Without_sha_on_both_sides_it_is_completed_only_where_the_last_step_was_asked_for(int slices, bool isCompleted)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("both.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, slices, CosChecksum.None);
        await service.DeleteAsync("both.bin");
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true, CosChecksum.None)));
        service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);

        Assert.Equal(isCompleted, (await RefreshAsync(service, upload)).State == CosUploadState.Completed);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, 4)]
    [InlineData(CosChecksum.None, 4)]
    [InlineData(CosChecksum.Sha1, 1)]
    public async Task Where_nothing_is_there_nothing_was_sent(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, service.Folder.File("lost.bin", 3 * Mebibyte), 2, checksum, context);
        byte[] before = Head(service, upload);
        await service.DeleteAsync("lost.bin");

        CosUpload fresh = await RefreshAsync(service, upload);

        Assert.Equal(0, fresh.BytesSent);
        Assert.NotEqual(CosUploadState.Completed, fresh.State);
        Assert.Equal(before, Head(service, upload));
    }

    [Fact]
    public async Task One_that_is_under_way_is_shown_without_disturbing_it()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("busy.bin", 3 * Mebibyte);
        Gate gate = new(expected: 1);
        service.Faults.On("upload_slice_data", (http, next) => next(http)).On("upload_slice_data", gate.PassAsync);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        Task<CosFile> upload = service.UploadAsync(path, options);
        await gate.Full.Guarded();

        CosUpload fresh = await RefreshAsync(service, service.Upload("busy.bin")!);

        Assert.Equal((CosUploadState.Sending, (long)Mebibyte), (fresh.State, fresh.BytesSent));
        gate.Open();
        await upload.Guarded();
    }

    [Fact]
    public async Task A_service_that_cannot_be_asked_is_an_error()
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await Cut.AfterAsync(service, service.Folder.File("cut.bin", 3 * Mebibyte), 2);
        byte[] before = Head(service, upload);
        service.Faults.On("upload_slice_list", Faults.Break, times: 100).On("stat", Faults.Break, times: 100);
        using CosUploader uploader = service.Uploader(Cut.OneByOne());

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.RefreshAsync(service.Context, upload, TestContext.Current.CancellationToken)).Guarded();

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Equal(before, Head(service, upload));
    }

    private static byte[] Head(Service service, CosUpload upload) => File.ReadAllBytes(Path.Combine(service.StateFolder, upload.UploadId + ".json"));

    private static async Task<CosUpload> RefreshAsync(Service service, CosUpload upload)
    {
        using CosUploader uploader = service.Uploader(Service.Quick());
        return await uploader.RefreshAsync(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Guarded();
    }
}
