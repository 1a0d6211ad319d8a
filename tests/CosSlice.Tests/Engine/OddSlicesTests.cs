using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>An unfinished upload whose slices cannot be sent, or not to the parts that were declared for it, is given up for another.</summary>
public class OddSlicesTests
{
    private const int Mebibyte = Cut.Mebibyte;

    [Theory]
    [InlineData(CosChecksum.Sha1, 512 * 1024, true)]
    [InlineData(CosChecksum.Sha1, 512 * 1024, false)]
    [InlineData(CosChecksum.Sha1, 100, true)]
    [InlineData(CosChecksum.Md5, 100, true)]
    [InlineData(CosChecksum.None, 100, false)]
    public async Task What_was_begun_with_slices_that_cannot_be_sent_is_begun_anew(CosChecksum checksum, int answered, bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", (3 * Mebibyte) + 7);
        await service.SetFaultsAsync($$"""{"op":"upload_slice_init","fault":"slice-size","bytes":{{answered}},"times":1}""");
        CosUpload upload = await MisfitAsync(service, path, checksum);
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum), observer);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(tally.Of("delete"));
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Version_1_begins_anew_too(bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", (3 * Mebibyte) + 7);
        await service.SetFaultsAsync("""{"op":"upload_slice","fault":"slice-size","bytes":100,"times":1}""");
        CosUpload upload = await MisfitAsync(service, path, CosChecksum.Sha1, service.V1);
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, upload, isResume, observer: observer, context: service.V1);

        await service.AssertStoredAsync(path);
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Version_1_begins_anew_where_no_slice_goes_on_from_what_is_there(bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", (5 * Mebibyte) + 7);
        CosUpload upload = await Cut.AfterAsync(service, path, 1, CosChecksum.Sha1, context: service.V1);
        await service.SetFaultsAsync("{\"op\":\"upload_slice\",\"fault\":\"slice-size\",\"bytes\":3145728,\"times\":1}");
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, observer: observer, context: service.V1);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(tally.Of("delete"));
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task Slices_that_the_upload_of_an_earlier_run_does_not_take_are_sent_to_another(CosChecksum checksum)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", 5 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);
        await service.SetFaultsAsync("""{"op":"upload_slice_list","fault":"slice-size","bytes":524288,"times":1}""");
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true, Cut.OneByOne(checksum), observer);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(tally.Of("delete"));
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task The_same_content_that_another_machine_cannot_send_in_such_slices_is_begun_anew()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", 3 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_init","fault":"slice-size","bytes":524288,"times":1}""");
        await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true)))).Guarded();
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true), observer: observer).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Single(tally.Of("delete"));
        Assert.Single(observer.Warnings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slices_that_are_always_odd_are_an_error_each_time_and_not_begun_again_and_again(bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("odd.bin", 3 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_init","fault":"slice-size","bytes":524288}""");
        CosUpload upload = await MisfitAsync(service, path, CosChecksum.Sha1);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume);

        Assert.Equal("SliceSizeMismatch", failure.ErrorId);
        Assert.Single(tally.Of("delete"));
        Assert.Empty(tally.Of("upload_slice_data"));
    }

    private static async Task<CosUpload> MisfitAsync(Service service, string path, CosChecksum checksum, CosContext? context = null)
    {
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, checksum), context: context)).Guarded();
        Assert.Equal("SliceSizeMismatch", failure.ErrorId);
        return service.Upload(Path.GetFileName(path), context)!;
    }
}
