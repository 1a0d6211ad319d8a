using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>An upload that is finished already is its result where that is proven, and otherwise another one's object, which stays.</summary>
public class ResumeFinishedTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Length = 4 * Mebibyte;

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task What_another_machine_has_finished_is_the_result_where_the_sha_is_the_same(int version, bool isResume)
    {
        // The one answer that leaves the comparison to the client.
        await using Service service = await Service.StartAsync(options => options.SameFile = SameFile.Exists);
        string path = service.Folder.File("both.bin", Length);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 2, context: context);
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true)), context: context);
        Tally tally = service.Tally();
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.Equal("/10055004/accesslog/both.bin", stored.ResourcePath);
        Assert.NotNull(stored.AccessUrl);
        Assert.Equal(0, stored.BytesSent);
        Assert.Equal(0, progress.BytesHashed);
        Assert.Empty(tally.Slices);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(4, CosChecksum.Sha1, false)]
    [InlineData(4, CosChecksum.Sha1, true)]
    [InlineData(4, CosChecksum.None, false)]
    [InlineData(4, CosChecksum.None, true)]
    [InlineData(1, CosChecksum.Sha1, false)]
    [InlineData(1, CosChecksum.Sha1, true)]
    public async Task Other_content_under_the_key_is_another_ones_object_and_stays(int version, CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length, seed: 1);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum, context, "shared.bin");
        await service.DeleteAsync("shared.bin");
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true, checksum)), "shared.bin", context: context);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "shared.bin");
        Assert.Empty(tally.Slices);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Equal(CosUploadState.Failed, service.Upload("shared.bin", context)!.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_sha_on_both_sides_the_same_content_is_not_known_to_be_the_same(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("both.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.None);
        await service.DeleteAsync("both.bin");
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true, CosChecksum.None)));
        service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, Service.Quick(sliced: true, CosChecksum.None));

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, false)]
    [InlineData(CosChecksum.Sha1, true)]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.None, true)]
    public async Task Cut_between_the_last_step_and_its_answer_it_is_the_result_without_sha_too(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("last.bin", Length);
        service.Faults.On("upload_slice_finish", Faults.LoseAnswer).On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(checksum))).Guarded();
        CosUpload upload = service.Upload("last.bin")!;
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Equal("/10055004/accesslog/last.bin", stored.ResourcePath);
        Assert.Equal(0, stored.BytesSent);
        Assert.Empty(tally.Slices);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.None, true)]
    public async Task An_object_whose_sha_can_be_compared_is_not_taken_for_ones_own_because_the_last_step_was_asked_for(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length, seed: 1);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosUpload upload = await Cut.AfterAsync(service, path, slices: 4, checksum);
        Assert.True(service.Entry("mine.bin")!.IsFinishAsked);
        await service.DeleteAsync("mine.bin");
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true)), "mine.bin");

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "mine.bin");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_file_is_gone_an_object_of_its_length_is_no_proof_without_sha(bool isChanged)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", Length, seed: 1);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, CosChecksum.None);
        await service.DeleteAsync("mine.bin");
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true, CosChecksum.None)), "mine.bin");
        service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);
        if (isChanged)
        {
            File.AppendAllText(path, "more");
        }
        else
        {
            File.Delete(path);
        }

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true, CosChecksum.None));

        Assert.Equal(isChanged ? "SourceChanged" : "SourceMissing", failure.ErrorId);
        Assert.NotNull(service.Entry("mine.bin"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_file_is_gone_what_was_finished_before_is_the_result_all_the_same(bool isChanged)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("both.bin", Length);
        string copy = service.Folder.File("copy.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 2);
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true)));
        if (isChanged)
        {
            File.AppendAllText(path, "more");
        }
        else
        {
            File.Delete(path);
        }

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true);

        Assert.Equal((Length, "/10055004/accesslog/both.bin"), (stored.Length, stored.ResourcePath));
        await service.AssertStoredAsync(copy, "both.bin");
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_version_1_it_is_the_answer_to_the_last_slice_that_was_lost(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("last.bin", 2 * Mebibyte);
        service.Faults.On("upload_slice", (http, next) => next(http), times: 2).On("upload_slice", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(), context: service.V1)).Guarded();
        CosUpload upload = service.Upload("last.bin", service.V1)!;
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume);

        await service.AssertStoredAsync(path);
        Assert.Equal("/10055004/accesslog/last.bin", stored.ResourcePath);
        Assert.Empty(tally.Slices);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(4, CosChecksum.Sha1)]
    [InlineData(1, CosChecksum.Sha1)]
    public async Task Resuming_what_is_done_returns_its_result_again_and_again(int version, CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", Length);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum, context);
        CosFile first = await Cut.GoOnAsync(service, upload, isResume: true);
        Tally tally = service.Tally();

        CosFile second = await Cut.GoOnAsync(service, upload, isResume: true);
        CosFile third = await Cut.GoOnAsync(service, upload, isResume: true);

        Assert.All([second, third], again => Assert.Equal((first.AccessUrl, first.ResourcePath, first.Length), (again.AccessUrl, again.ResourcePath, again.Length)));
        Assert.Empty(tally.Slices);
        Assert.Empty(service.StateFiles());
    }
}
