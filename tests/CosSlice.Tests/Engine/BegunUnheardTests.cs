using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>
/// What a run began with the service without hearing of it is its own all the same, and no later run comes to a stand before it.
/// </summary>
public class BegunUnheardTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Length = (3 * Mebibyte) + 7;

    [Theory]
    [InlineData(CosChecksum.Sha1, false)]
    [InlineData(CosChecksum.Sha1, true)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.None, true)]
    public async Task A_second_beginning_that_was_not_heard_of_is_taken_up(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", Length);
        CosUpload upload = await BeginAgainUnheardAsync(service, path, checksum);
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task A_second_beginning_that_was_not_heard_of_is_given_up_for_a_changed_file(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", Length);
        CosUpload upload = await BeginAgainUnheardAsync(service, path, checksum);
        Grow(path);

        await Cut.GoOnAsync(service, upload, isResume: false, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, 4)]
    [InlineData(CosChecksum.Md5, 4)]
    [InlineData(CosChecksum.None, 4)]
    [InlineData(CosChecksum.Sha1, 1)]
    public async Task A_first_beginning_that_was_not_heard_of_is_given_up_for_a_changed_file(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        string path = service.Folder.File("once.bin", Length);
        CosUpload upload = await BeginUnheardAsync(service, path, checksum, version == 1 ? service.V1 : service.Context);
        Grow(path);

        await Cut.GoOnAsync(service, upload, isResume: false, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    /// <summary>What is said to the repeat is nothing that makes the run worth repeating; what the first one began is there all the same.</summary>
    [Theory]
    [InlineData(CosChecksum.Sha1, 200)]
    [InlineData(CosChecksum.None, 200)]
    [InlineData(CosChecksum.Md5, 400)]
    [InlineData(CosChecksum.None, 403)]
    public async Task A_beginning_that_was_not_heard_of_is_taken_up_whatever_was_said_to_its_repeat(CosChecksum checksum, int status)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("once.bin", Length);
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        service.Faults.On("upload_slice_init", status == 200 ? Faults.Answer(200, "text/html", "<html/>") : Faults.Refuse(status, -5999));
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.MaximumRetryCount = 1;
        _ = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, options)).Guarded();

        _ = await service.UploadAsync(path, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, 4)]
    [InlineData(CosChecksum.None, 4)]
    [InlineData(CosChecksum.Sha1, 1)]
    public async Task A_beginning_that_was_not_heard_of_is_discarded_on_both_sides(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("once.bin", Length);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await BeginUnheardAsync(service, path, checksum, context);
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        using CosUploader uploader = service.Uploader(observer: observer);
        await uploader.DiscardAsync(context, upload, TestContext.Current.CancellationToken).Guarded();

        Assert.Equal(0, Assert.Single(tally.Of("delete")).Code);
        Assert.Empty(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task What_anyone_has_sent_content_for_is_not_taken_for_a_beginning_that_was_not_heard_of()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosUpload upload = await BeginUnheardAsync(service, path, CosChecksum.None, service.Context);
        await service.DeleteAsync("mine.bin");
        await Cut.ElsewhereAsync(service, theirs, "mine.bin", CosChecksum.None);
        Grow(path);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(
            service, upload, isResume: false, Service.Quick(sliced: true, CosChecksum.None));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.DoesNotContain("delete", tally.Ops);
    }

    [Fact]
    public async Task A_small_file_that_was_begun_in_slices_goes_on_in_slices()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("small.bin", 1000);
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        using (CosUploader uploader = service.Uploader(Cut.OneByOne(CosChecksum.None)))
        {
            await Assert.ThrowsAsync<CosException>(
                () => uploader.StartWithoutCompleting(service.Request(path), TestContext.Current.CancellationToken).Completion.Guarded());
        }

        await service.UploadAsync(path, Service.Quick(checksum: CosChecksum.None)).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task A_session_whose_slices_have_no_good_size_is_known_all_the_same(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("odd.bin", Length);
        service.Faults.On("upload_slice_init", Faults.Alter(body => body.Replace("\"slice_size\":1048576", "\"slice_size\":1000", StringComparison.Ordinal)));
        CosException odd = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, checksum))).Guarded();
        Assert.Equal("SliceSizeMismatch", odd.ErrorId);

        await service.UploadAsync(path, Service.Quick(sliced: true, checksum)).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task What_the_service_has_lost_is_no_longer_said_to_be_there(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("gone.bin", 2 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);
        Assert.Equal((CosUploadState.Sent, 2L * Mebibyte), (upload.State, upload.BytesSent));
        await service.DeleteAsync("gone.bin");
        service.Faults.On("upload_slice_init", Faults.Break);

        await Cut.FailToGoOnAsync(service, upload, isResume: true, Cut.OneByOne(checksum));

        CosUpload left = service.Upload("gone.bin")!;
        Assert.Equal((CosUploadState.Interrupted, 0L), (left.State, left.BytesSent));
    }

    // The service has lost the session, and the answer to the init that starts over is lost, too.
    private static async Task<CosUpload> BeginAgainUnheardAsync(Service service, string path, CosChecksum checksum)
    {
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);
        await service.DeleteAsync(upload.Key!);
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume: true, Cut.OneByOne(checksum));
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        return service.Upload(upload.Key!)!;
    }

    private static async Task<CosUpload> BeginUnheardAsync(Service service, string path, CosChecksum checksum, CosContext context)
    {
        service.Faults.On(context.ApiVersion == 1 ? "upload_slice" : "upload_slice_init", Faults.LoseAnswer);
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Cut.OneByOne(checksum), context: context)).Guarded();
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        return service.Upload(Path.GetFileName(path), context)!;
    }

    private static void Grow(string path)
    {
        using FileStream file = new(path, FileMode.Append);
        file.WriteByte(1);
    }
}
