using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A lost answer is neither a failure nor a success until the service says which.</summary>
public class LostAnswerTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("upload_slice_init", CosChecksum.Sha1)]
    [InlineData("upload_slice_data", CosChecksum.Sha1)]
    [InlineData("upload_slice_finish", CosChecksum.Sha1)]
    [InlineData("upload_slice_init", CosChecksum.Md5)]
    [InlineData("upload_slice_data", CosChecksum.None)]
    [InlineData("upload_slice_finish", CosChecksum.Md5)]
    public async Task The_upload_ends_right_whichever_step_lost_its_answer(string op, CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("lost.bin", 3 * Mebibyte);
        service.Faults.On(op, Faults.LoseAnswer);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true, checksum)).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/lost.bin", stored.AccessUrl);
        Assert.Equal("/10055004/accesslog/lost.bin", stored.ResourcePath);
        Assert.Equal(2, service.Requests(op).Count(request => request.HttpStatus > 0) - (op == "upload_slice_data" ? 2 : 0));
    }

    [Fact]
    public async Task After_a_lost_init_the_session_is_found_by_list_and_not_made_twice()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("init.bin", 2 * Mebibyte);
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);

        await service.UploadAsync(path, Service.Quick(sliced: true));

        Assert.Equal([0, -4019], service.Requests("upload_slice_init").Select(request => request.Code!.Value));
        Assert.Single(service.Requests("upload_slice_list"));
    }

    [Fact]
    public async Task A_half_upload_that_was_there_before_is_not_taken_for_ones_own()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        await LeaveHalfAsync(service, theirs, "shared.bin");
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true), "shared.bin"));

        Assert.Equal("UploadNotProven", failure.ErrorId);
    }

    [Fact]
    public async Task An_empty_session_for_another_length_is_not_taken_for_ones_own()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2);
        TransferOptions once = Service.Quick(sliced: true);
        once.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_data", Faults.Break, times: 3);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(theirs, service.Elsewhere(once), "shared.bin"));
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true), "shared.bin"));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_data"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_small_upload_whose_answer_was_lost_is_confirmed(long length)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("small.bin", length);
        service.Faults.On("upload", Faults.LoseAnswer);

        CosFile stored = await service.UploadAsync(path).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal(2, service.Requests("upload").Count);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/small.bin", stored.AccessUrl);
        Assert.Equal("/10055004/accesslog/small.bin", stored.ResourcePath);
    }

    [Fact]
    public async Task Another_object_of_that_name_is_not_taken_for_ones_own()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 1000, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 1000, seed: 2);
        await service.UploadAsync(theirs, key: "shared.bin");
        service.Faults.On("upload", Faults.LoseAnswer);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(mine, key: "shared.bin"));

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "shared.bin");
    }

    [Fact]
    public async Task Without_a_remote_sha_only_a_request_that_went_out_whole_counts()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 1000, seed: 1);
        service.Faults
            .On("upload", Faults.LoseAnswer)
            .On("upload", Faults.Refuse(409, -177))
            .On("stat", Faults.Alter(WithoutSha), times: 10);

        CosFile stored = await service.UploadAsync(mine);

        Assert.Equal(1000, stored.Length);
        await service.AssertStoredAsync(mine);
    }

    [Fact]
    public async Task Without_a_remote_sha_an_equal_length_proves_nothing()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 8 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 8 * Mebibyte, seed: 2);
        await service.UploadAsync(theirs, key: "shared.bin");

        // Broken off before the body was taken: it cannot be the origin of what is there.
        service.Faults
            .On("upload", Faults.Break)
            .On("stat", Faults.Alter(WithoutSha), times: 10);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(mine, key: "shared.bin"));

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "shared.bin");
    }

    [Theory]
    [InlineData("upload", CosChecksum.None)]
    [InlineData("upload_slice_init", CosChecksum.Md5)]
    [InlineData("upload", CosChecksum.Sha1)]
    [InlineData("upload_slice_init", CosChecksum.Sha1)]
    public async Task Without_a_lost_answer_existing_is_existing(string op, CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", 2 * Mebibyte, seed: 1);
        string other = service.Folder.File("other.bin", 2 * Mebibyte, seed: 2);
        await service.UploadAsync(other, key: "again.bin");

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: op != "upload", checksum)));

        Assert.Equal("CosFileExists", failure.ErrorId);
        Assert.Equal(checksum == CosChecksum.Sha1 ? 1 : 0, service.Requests("stat").Count);
        await service.AssertStoredAsync(other, "again.bin");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Force_overwrites(bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", 2 * Mebibyte, seed: 1);
        await service.UploadAsync(service.Folder.File("other.bin", 2 * Mebibyte, seed: 2), key: "again.bin");
        TransferOptions options = Service.Quick(sliced);
        options.Force = true;

        await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(false, CosChecksum.Md5, 1)]
    [InlineData(true, CosChecksum.Md5, 1)]
    [InlineData(false, CosChecksum.Sha1, 2)]
    [InlineData(true, CosChecksum.Sha1, 2)]
    public async Task A_half_upload_of_unknown_content_is_refused_and_with_force_discarded(bool sliced, CosChecksum checksum, int otherSeed)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("half.bin", 2 * Mebibyte, seed: 1);
        await LeaveHalfAsync(service, service.Folder.File("other.bin", 2 * Mebibyte, otherSeed), "half.bin", checksum);
        TransferOptions options = Service.Quick(sliced, checksum);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options));
        options.Force = true;
        await service.UploadAsync(path, options);

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Single(service.Requests("delete"));
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("upload_slice_init")]
    [InlineData("delete")]
    [InlineData("stat")]
    public async Task Starting_afresh_survives_a_lost_answer_too(string op)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("afresh.bin", 2 * Mebibyte, seed: 1);
        await LeaveHalfAsync(service, service.Folder.File("other.bin", 2 * Mebibyte, seed: 2), "afresh.bin");
        TransferOptions options = Service.Quick(sliced: true, force: true);
        if (op == "upload_slice_init")
        {
            // The first one is refused for the half upload; the second one, after the discard, is the one that is lost.
            service.Faults.On(op, (context, next) => next(context));
        }

        service.Faults.On(op, Faults.LoseAnswer);

        await service.UploadAsync(path, options).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(-4018)]
    [InlineData(-178)]
    [InlineData(-46208)]
    public async Task Only_the_service_knowing_the_same_content_makes_a_repeat_a_success(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("code.bin", 1000);
        service.Faults.On("upload", Faults.LoseAnswer).On("upload", Faults.Refuse(409, code));

        CosException? failure = await Record.ExceptionAsync(() => service.UploadAsync(path)).AsTask().Guarded() as CosException;

        Assert.Equal(code == -4018 ? null : code, failure?.Code);
    }

    [Theory]
    [InlineData(CosChecksum.Md5, "UploadNotProven")]
    [InlineData(CosChecksum.Sha1, "CosFileExists")]
    public async Task An_object_that_was_finished_meanwhile_is_not_deleted(CosChecksum checksum, string errorId)
    {
        await using Service service = await Service.StartAsync();
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        await service.UploadAsync(theirs, key: "raced.bin");
        TransferOptions options = Service.Quick(sliced: true, checksum, force: true);
        service.Faults.On("upload_slice_init", Faults.Refuse(409, -4019));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1), options, "raced.bin"));

        Assert.Equal(errorId, failure.ErrorId);
        Assert.Empty(service.Requests("delete"));
        await service.AssertStoredAsync(theirs, "raced.bin");
    }

    /// <summary>Leaves an upload behind that lacks its last step alone, begun on another machine.</summary>
    internal static async Task LeaveHalfAsync(Service service, string path, string key, CosChecksum checksum = CosChecksum.Sha1)
    {
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_finish", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, service.Elsewhere(options), key));
    }

    internal static string WithoutSha(string body)
        => System.Text.RegularExpressions.Regex.Replace(body, "\"sha\":\"[0-9a-fA-F]{40}\"", "\"sha\":\"\"");
}
