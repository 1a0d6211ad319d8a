using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A slice that arrived damaged at a service that keeps what it took first: nothing that is sent again can mend that upload.</summary>
public class DamageKeptTests
{
    private const int Mebibyte = Cut.Mebibyte;
    private const string FlippedOnce = """{"op":"upload_slice_data","offset":1048576,"fault":"flip","times":1}""";

    [Fact]
    public async Task It_is_discarded_and_sent_afresh_in_the_same_run()
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("kept.bin", 3 * Mebibyte);
        await service.SetFaultsAsync(FlippedOnce);
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5), observer: observer).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Single(service.Requests("delete"));
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_discarded_and_sent_afresh_by_a_later_run(bool isResume)
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("kept.bin", 3 * Mebibyte);
        await service.SetFaultsAsync(FlippedOnce + """,{"op":"upload_slice_data","offset":1048576,"fault":"reset"}""");
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(CosChecksum.Md5))).Guarded();
        await service.ClearFaultsAsync();
        RecordingObserver observer = new();

        CosFile stored = await Cut.GoOnAsync(
            service, service.Upload("kept.bin")!, isResume, Service.Quick(sliced: true, CosChecksum.Md5), observer);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(service.Requests("delete"));
        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task What_is_damaged_each_time_is_not_sent_afresh_again_and_again()
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("kept.bin", 3 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_data","offset":1048576,"fault":"flip"}""");

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5))).Guarded();

        Assert.Equal(CosErrorKind.Integrity, failure.Kind);
        Assert.Single(service.Requests("delete"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_two_runs_are_told_is_damaged_is_sent_afresh(bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("kept.bin", 3 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_data","offset":1048576,"fault":"answer","with":"wrong-datamd5","times":6}""");
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5))).Guarded();
        Assert.Equal("ChecksumMismatch", failure.ErrorId);
        Assert.Empty(service.Requests("delete"));
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, service.Upload("kept.bin")!, isResume, Service.Quick(sliced: true, CosChecksum.Md5), observer);

        await service.AssertStoredAsync(path);
        Assert.Equal(6, await service.StruckAsync());
        Assert.Single(service.Requests("delete"));
        Assert.Single(observer.Warnings);
    }

    private static Task<Service> StartAsync() => Service.StartAsync(options =>
    {
        options.Faults = true;
        options.RepeatedSlice = RepeatedSlice.Refuse;
    });
}
