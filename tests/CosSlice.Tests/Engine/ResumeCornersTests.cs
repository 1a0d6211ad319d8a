using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Corners where two things come together that are harmless alone: what is resumed is right, or is refused.</summary>
public class ResumeCornersTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Length = (3 * Mebibyte) + 7;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_object_whose_sha_tells_another_content_is_not_ones_own_though_the_last_step_had_been_asked_for(
        bool isComplete, bool isGone)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosUpload upload = await FinishUnheardAsync(service, path);
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true, force: true)), "mine.bin").Guarded();
        if (isGone)
        {
            File.Delete(path);
        }

        using CosUploader uploader = service.Uploader(Service.Quick(sliced: true, CosChecksum.None));
        UploadHandle<CosFile> handle = isComplete
            ? uploader.Complete(service.Context, upload, TestContext.Current.CancellationToken)
            : uploader.Resume(service.Context, upload, TestContext.Current.CancellationToken);
        CosException failure = await Assert.ThrowsAsync<CosException>(() => handle.Completion.Guarded());

        Assert.Equal(isGone ? "SourceMissing" : "CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "mine.bin");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_whose_sha_is_the_files_is_ones_own_without_a_sha_in_the_journal(bool isComplete)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length);
        CosUpload upload = await FinishUnheardAsync(service, path);
        Tally tally = service.Tally();

        CosFile stored = isComplete
            ? await CompleteAsync(service, upload)
            : await Cut.GoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true, CosChecksum.None));

        Assert.Equal("/10055004/accesslog/mine.bin", stored.ResourcePath);
        Assert.Empty(tally.Changes);
        Assert.Empty(service.StateFiles());
    }

    private static async Task<CosUpload> FinishUnheardAsync(Service service, string path)
    {
        service.Faults.On("upload_slice_finish", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(CosChecksum.None))).Guarded();
        return service.Upload(Path.GetFileName(path))!;
    }

    private static async Task<CosFile> CompleteAsync(Service service, CosUpload upload)
    {
        using CosUploader uploader = service.Uploader();
        return await uploader.Complete(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Completion.Guarded();
    }
}
