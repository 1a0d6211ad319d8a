using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Without a SHA-1 a service may answer a second beginning with the first one's session, and what that one has sent stays in the object.</summary>
public class SharedSessionTests
{
    private const int Mebibyte = Cut.Mebibyte;

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task What_another_machine_has_sent_is_not_gone_on_with(CosChecksum checksum)
    {
        await using Service service = await StartAsync();
        string mine = service.Folder.File("mine.bin", 3 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2);
        await Cut.ElsewhereAsync(service, theirs, "shared.bin", checksum);
        Tally tally = service.Tally();

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true, checksum), "shared.bin")).Guarded();

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Empty(tally.Slices);
        Assert.Empty(tally.Of("delete"));
        await service.UploadAsync(mine, Service.Quick(sliced: true, checksum, force: true), "shared.bin").Guarded();
        Assert.Single(tally.Of("delete"));
        await service.AssertStoredAsync(mine, "shared.bin");
    }

    [Theory]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.None, true)]
    [InlineData(CosChecksum.None, false)]
    public async Task What_this_machine_has_begun_unheard_is_gone_on_with(CosChecksum checksum, bool isResume)
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("mine.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(checksum))).Guarded();
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, service.Upload("mine.bin")!, isResume, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Empty(tally.Of("delete"));
        Assert.Equal(3, tally.Slices.Count());
    }

    [Theory]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.None, false)]
    public async Task A_session_of_which_nobody_could_say_what_it_holds_is_gone_on_with_later(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync(options => options.Faults = true);
        string path = service.Folder.File("mine.bin", 3 * Mebibyte);
        await service.SetFaultsAsync("""{"op":"upload_slice_list","fault":"answer","with":"empty","times":3}""");
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, checksum))).Guarded();
        Assert.Equal("InvalidResponse", failure.ErrorId);

        await Cut.GoOnAsync(service, service.Upload("mine.bin")!, isResume, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Empty(service.Requests("delete"));
    }

    [Fact]
    public async Task One_in_slices_that_cannot_be_sent_is_begun_anew_where_nobody_could_say_what_it_holds()
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("mine.bin", 3 * Mebibyte);
        await service.SetFaultsAsync(
            """
            {"op":"upload_slice_init","fault":"slice-size","bytes":100,"times":1},
            {"op":"upload_slice_list","fault":"answer","with":"empty","times":3}
            """);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.None))).Guarded();

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.None)).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Single(service.Requests("delete"));
    }

    [Fact]
    public async Task Where_the_session_was_renewed_the_upload_is_begun_anew()
    {
        await using Service service = await StartAsync();
        string path = service.Folder.File("mine.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.Md5);
        await service.SetFaultsAsync("""{"op":"upload_slice_list","fault":"session-dies","kept":true,"times":1}""");
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true), observer);

        await service.AssertStoredAsync(path);
        Assert.Single(observer.Warnings);
        Assert.Single(service.Requests("delete"));
    }

    private static Task<Service> StartAsync() => Service.StartAsync(options =>
    {
        options.Faults = true;
        options.InitContinuesWithoutSha = true;
    });
}
