using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Folders of a key are made when the service says that they are missing.</summary>
public class FolderCreationTests
{
    [Theory]
    [InlineData(MissingFolder.NotFound, 4, true)]
    [InlineData(MissingFolder.NotFound, 4, false)]
    [InlineData(MissingFolder.BadPath, 4, true)]
    [InlineData(MissingFolder.NotFound, 1, true)]
    [InlineData(MissingFolder.NotFound, 1, false)]
    public async Task Missing_folders_are_made_from_the_outermost_in(MissingFolder missing, int apiVersion, bool sliced)
    {
        await using Service service = await Service.StartAsync(options => options.MissingFolder = missing);
        CosContext context = apiVersion == 1 ? service.V1 : service.Context;
        string path = service.Folder.File("deep.bin", 2_000_000);

        await service.UploadAsync(path, Service.Quick(sliced), "备份/b c/deep.bin", context: context);
        await service.UploadAsync(path, Service.Quick(sliced), "备份/other.bin", context: context);

        await service.AssertStoredAsync(path, "备份/b c/deep.bin");
        await service.AssertStoredAsync(path, "备份/other.bin");
        Assert.Equal(["备份/", "备份/b c/"], service.Requests("create").Select(request => request.Key));
    }

    [Fact]
    public async Task Several_uploads_into_one_missing_folder_all_end_well()
    {
        await using Service service = await Service.StartAsync(options => options.MissingFolder = MissingFolder.NotFound);
        string path = service.Folder.File("many.bin", 1000);
        using CosUploader uploader = service.Uploader();

        CosFile[] stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            index => uploader.Start(service.Request(path, $"new/{index}.bin"), TestContext.Current.CancellationToken).Completion)).Guarded();

        Assert.Equal(20, stored.Length);
        await service.AssertStoredAsync(path, "new/19.bin");
    }

    [Fact]
    public async Task A_service_that_finds_nothing_all_the_same_ends_the_upload()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("never.bin", 1000);
        service.Faults.On("upload", Faults.Refuse(404, -197), times: 100);

        CosException nested = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, key: "a/never.bin"));
        CosException flat = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, key: "never.bin"));

        Assert.Equal((-197, -197), (nested.Code, flat.Code));
        Assert.Single(service.Requests("create"));
    }
}
