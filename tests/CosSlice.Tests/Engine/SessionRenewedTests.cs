using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Without a SHA-1 an upload that the service goes on with under another session is begun anew, and nobody needs to say -Force.</summary>
public class SessionRenewedTests
{
    private const int Mebibyte = Cut.Mebibyte;

    [Theory]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.None, true)]
    [InlineData(CosChecksum.None, false)]
    public async Task A_later_run_begins_it_anew(CosChecksum checksum, bool isResume)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);
        await service.SetFaultsAsync("""{"op":"upload_slice_list","fault":"session-dies","kept":true,"times":1}""");
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum), observer);

        await service.AssertStoredAsync(path);
        Assert.Single(observer.Warnings);
        Assert.Single(service.Requests("delete"));
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData("upload_slice_data", CosChecksum.Md5)]
    [InlineData("upload_slice_data", CosChecksum.None)]
    [InlineData("upload_slice_finish", CosChecksum.Md5)]
    [InlineData("upload_slice_finish", CosChecksum.None)]
    public async Task The_run_that_it_happens_to_begins_it_anew(string op, CosChecksum checksum)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 4 * Mebibyte);
        await service.SetFaultsAsync($$"""{"op":"{{op}}","fault":"session-dies","kept":true,"times":1}""");
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true, checksum), observer: observer).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal(1, await service.StruckAsync());
        Assert.Single(observer.Warnings);
        Assert.Single(service.Requests("delete"));
    }

    [Fact]
    public async Task The_run_that_it_happens_to_need_not_have_heard_of_what_it_sent()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 4 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true, CosChecksum.Md5);
        options.ThrottleLimit = 1;
        await service.SetFaultsAsync("""{"op":"upload_slice_data","fault":"session-dies","attempt":2,"kept":true,"times":1}""");
        service.Faults.On("upload_slice_data", Faults.LoseAnswer);

        await service.UploadAsync(path, options).Guarded();

        Assert.Equal(1, await service.StruckAsync());
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task An_answer_to_init_with_another_session_is_outlived()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 2 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_init","fault":"answer","with":"wrong-session","times":1}""");

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5)).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task An_entry_that_does_not_say_which_bytes_were_acknowledged_counts_by_their_number()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.None);
        Cut.Rewrite(service, upload, entry => entry with { Acknowledged = null });
        await service.SetFaultsAsync("""{"op":"upload_slice_list","fault":"session-dies","kept":true,"times":1}""");

        await Cut.GoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task What_lacks_anything_that_was_acknowledged_is_another_machines_and_left_alone(CosChecksum checksum)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string mine = service.Folder.File("mine.bin", 4 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 4 * Mebibyte, seed: 2);
        CosUpload upload = await Cut.AfterAsync(service, mine, 2, checksum, key: "shared.bin");
        await service.DeleteAsync("shared.bin");
        await Cut.ElsewhereAsync(service, theirs, "shared.bin", checksum);
        int before = service.Requests("delete").Count;

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true, checksum));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(before, service.Requests("delete").Count);
    }

    [Fact]
    public async Task A_session_that_is_renewed_each_time_ends_the_upload()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("renewed.bin", 4 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_finish","fault":"session-dies","kept":true}""");

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5))).Guarded();

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Single(service.Requests("delete"));
    }
}
