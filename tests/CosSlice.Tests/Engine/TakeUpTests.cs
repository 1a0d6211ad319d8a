using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>What the service has of an upload is carried on where it is proven the same, and nowhere else.</summary>
public class TakeUpTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_upload_of_the_same_content_is_carried_on(bool isSmall)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", 5 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 3);
        int before = service.Requests("upload_slice_data").Count(slice => slice.Code == 0);

        // A small file that was begun in slices is taken up in slices too.
        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: !isSmall));

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.False(stored.InstantUpload);
        Assert.Equal(2 * Mebibyte, stored.BytesSent);
        Assert.Equal(before + 2, service.Requests("upload_slice_data").Count(slice => slice.Code == 0));
    }

    [Theory]
    [InlineData("[{\"offset\":3145728,\"datalen\":1048576},{\"offset\":0,\"datalen\":1048576},{\"offset\":1048576,\"datalen\":1048576}]", 2)]
    [InlineData("[{\"offset\":0,\"datalen\":2097152},{\"offset\":1048576,\"datalen\":1048576},{\"offset\":1048576,\"datalen\":1048576}]", 3)]
    [InlineData("[{\"offset\":\"0\",\"datalen\":\"1500000\"}]", 4)]
    [InlineData("[]", 5)]
    [InlineData("[{\"offset\":0,\"datalen\":5242880}]", 0)]
    public async Task The_list_is_a_set_of_ranges_however_it_is_written(string listparts, int slices)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("list.bin", 5 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 5);
        int before = service.Requests("upload_slice_data").Count;
        service.Faults.On("upload_slice_list", Faults.Alter(body => ReplaceParts(body, listparts)));

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
        Assert.Equal(slices, service.Requests("upload_slice_data").Count - before);
        Assert.Equal((long)slices * Mebibyte, stored.BytesSent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_carried_on_goes_side_by_side_unless_the_service_wants_one_at_a_time(bool serial)
    {
        await using Service service = await Service.StartAsync(options => options.SerialUpload = serial);
        string path = service.Folder.File("lanes.bin", 6 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 2);
        Gate gate = new(expected: serial ? 1 : 4);
        service.Faults.On("upload_slice_data", gate.PassAsync, times: 4);

        Task<CosFile> upload = service.UploadAsync(path, Service.Quick(sliced: true));
        await gate.Full.Guarded();
        gate.Open();

        Assert.True((await upload.Guarded()).Resumed);
        Assert.Equal(serial ? 1 : 4, gate.Most);
    }

    [Fact]
    public async Task A_sha_with_a_suffix_is_the_same_sha()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("suffix.bin", 3 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 2);
        service.Faults.On("upload_slice_list", Faults.Alter(body => System.Text.RegularExpressions.Regex.Replace(
            body, "\"sha\":\"([0-9a-f]{40})\"", match => $"\"sha\":\"{match.Groups[1].Value.ToUpperInvariant()}_1\"")));

        Assert.True((await service.UploadAsync(path, Service.Quick(sliced: true))).Resumed);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_list_without_sha_proves_nothing_by_its_size()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("nosha.bin", 3 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 2);
        service.Faults
            .On("upload_slice_list", Faults.Alter(LostAnswerTests.WithoutSha))
            .On("stat", Faults.Alter(LostAnswerTests.WithoutSha));

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true)));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(-4019, failure.Code);
        Assert.Equal(409, failure.HttpStatus);
    }

    [Theory]
    [InlineData(Mebibyte / 2, Mebibyte)]
    [InlineData(Mebibyte, 2 * Mebibyte)]
    public async Task An_upload_that_holds_nothing_yet_is_carried_on_in_its_own_slices(int begun, int wanted)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("begun.bin", 3 * Mebibyte);
        TransferOptions interrupted = Service.Quick(sliced: true);
        interrupted.SliceSize = begun;
        interrupted.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_data", Faults.Break, times: 8);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, service.Elsewhere(interrupted)));
        TransferOptions options = Service.Quick(sliced: true);
        options.SliceSize = wanted;

        await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
        Assert.Equal([0, -4019], service.Requests("upload_slice_init").Select(init => init.Code!.Value));
    }

    [Fact]
    public async Task The_session_of_this_run_needs_no_other_proof()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("own.bin", 4 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        service.Faults
            .On("upload_slice_data", (context, next) => next(context), times: 2)
            .On("upload_slice_data", Faults.Refuse(400, -29096))
            .On("upload_slice_list", Faults.Alter(LostAnswerTests.WithoutSha))
            .On("stat", Faults.Alter(LostAnswerTests.WithoutSha));

        CosFile stored = await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
        Assert.Equal(4 * Mebibyte, stored.BytesSent);
    }

    [Fact]
    public async Task Other_content_of_the_same_size_is_never_carried_on()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 3 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2);
        await InterruptAsync(service, theirs, afterSlices: 2, key: "shared.bin");
        int before = service.Requests("upload_slice_data").Count;

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true), "shared.bin"));
        CosFile forced = await service.UploadAsync(mine, Service.Quick(sliced: true, force: true), "shared.bin");

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(-4020, failure.Code);
        Assert.False(forced.Resumed);
        Assert.Equal(3, service.Requests("upload_slice_data").Count - before);
        Assert.Single(service.Requests("delete"));
        await service.AssertStoredAsync(mine, "shared.bin");
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, -29096)]
    [InlineData(CosChecksum.Md5, -29096)]
    [InlineData(CosChecksum.Sha1, -29103)]
    [InlineData(CosChecksum.None, -29021)]
    public async Task A_session_that_is_refused_on_the_way_is_asked_for_and_gone_on_with(CosChecksum checksum, int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("forgot.bin", 4 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.ThrottleLimit = 1;
        service.Faults.On("upload_slice_data", (context, next) => next(context), times: 2).On("upload_slice_data", Faults.Refuse(400, code));

        CosFile stored = await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
        Assert.Single(service.Requests("upload_slice_init"));

        // Without sha the service is asked at the beginning too, whether its session is another machine's.
        Assert.Equal(checksum == CosChecksum.Sha1 ? 1 : 2, service.Requests("upload_slice_list").Count);
        Assert.Equal(4 * Mebibyte, stored.BytesSent);
        Assert.False(stored.Resumed);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task An_upload_that_the_service_no_longer_knows_starts_over_and_says_so(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("gone.bin", 4 * Mebibyte);
        RecordingObserver observer = new();
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.ThrottleLimit = 1;
        service.Faults.On("upload_slice_data", (context, next) => next(context), times: 2).On("upload_slice_data", async (context, next) =>
        {
            await service.DeleteAsync("gone.bin");
            await next(context);
        });

        CosFile stored = await service.UploadAsync(path, options, observer: observer);

        await service.AssertStoredAsync(path);
        Assert.Equal(2, service.Requests("upload_slice_init").Count);
        Assert.Equal(6 * Mebibyte, stored.BytesSent);
        Assert.Contains(observer.Notes, note => note.Contains("starts over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task What_a_run_began_that_ended_before_it_heard_of_it_is_carried_on_without_sha(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("unheard.bin", 3 * Mebibyte);
        TransferOptions interrupted = Service.Quick(sliced: true, checksum);
        interrupted.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, interrupted));

        await service.UploadAsync(path, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.Equal([0, -4019], service.Requests("upload_slice_init").Select(init => init.Code!.Value));
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task What_holds_content_that_a_run_did_not_live_to_send_is_not_taken_for_its_own(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 3 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2);
        TransferOptions interrupted = Service.Quick(sliced: true, checksum);
        interrupted.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_init", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(mine, interrupted, "shared.bin"));
        TransferOptions elsewhere = service.Elsewhere(Service.Quick(sliced: true, checksum));
        elsewhere.ThrottleLimit = 1;
        elsewhere.RetryTimeout = TimeSpan.Zero;
        service.Faults
            .On("upload_slice_data", (http, next) => next(http))
            .On("upload_slice_data", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(theirs, elsewhere, "shared.bin"));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true, checksum), "shared.bin"));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Single(service.Requests("upload_slice_data"));
    }

    [Theory]
    [InlineData(-197)]
    [InlineData(-29043)]
    public async Task Whichever_code_says_that_nothing_is_there_the_upload_starts_over(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("nothing.bin", 2 * Mebibyte);
        service.Faults
            .On("upload_slice_data", async (context, next) =>
            {
                await service.DeleteAsync("nothing.bin");
                await next(context);
            })
            .On("upload_slice_list", Faults.Refuse(404, code));
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;

        await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task Slices_that_the_service_misses_at_the_end_are_sent_then()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("missing.bin", 4 * Mebibyte);

        // An answer that says yes to a slice that nobody stored.
        service.Faults.On("upload_slice_data", Cut.Pretend);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
        Assert.Equal([-29144, 0], service.Requests("upload_slice_finish").Select(finish => finish.Code!.Value));
        Assert.Equal(5 * Mebibyte, stored.BytesSent);
    }

    [Fact]
    public async Task A_resumed_upload_whose_whole_is_wrong_is_discarded_and_sent_afresh()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("wrong.bin", 3 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 2);
        service.Faults.On("upload_slice_finish", Faults.Refuse(409, -4016));

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(service.Requests("delete"));
        Assert.Equal(-4019, service.Requests("upload_slice_init")[1].Code);
        Assert.Equal(0, service.Requests("upload_slice_init")[2].Code);
    }

    [Fact]
    public async Task What_was_sent_afresh_and_is_wrong_all_the_same_is_not_sent_again_and_again()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("damaged.bin", 3 * Mebibyte);
        await InterruptAsync(service, path, afterSlices: 2);
        int before = service.Requests("upload_slice_data").Count;
        service.Faults.On("upload_slice_finish", Faults.Refuse(409, -4016), times: 1000);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true))).Guarded();

        Assert.Equal(-4016, failure.Code);
        Assert.Single(service.Requests("delete"));

        // The one that was missing, and then all of them once.
        Assert.Equal(1 + 3, service.Requests("upload_slice_data").Count - before);
    }

    [Fact]
    public async Task A_session_that_is_refused_again_and_again_ends_the_upload()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("never.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_data", Faults.Refuse(400, -29096), times: 1000);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true))).Guarded();

        Assert.Equal("CosServiceError", failure.ErrorId);
        Assert.Equal(-29096, failure.Code);
        Assert.Equal(CosUploadState.Interrupted, failure.Upload!.State);
    }

    [Fact]
    public async Task An_upload_that_another_machine_finished_first_is_a_success_where_it_is_the_same_file()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("both.bin", 3 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        service.Faults.On("upload_slice_data", async (context, next) =>
        {
            await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true)));
            await next(context);
        });

        CosFile stored = await service.UploadAsync(path, options).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/both.bin", stored.AccessUrl);
        Assert.Empty(service.Requests("delete"));
    }

    /// <summary>Leaves an upload with so many slices behind, as a process on another machine does that is killed.</summary>
    internal static async Task InterruptAsync(Service service, string path, int afterSlices, string? key = null, CosContext? context = null)
    {
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        options.RetryTimeout = TimeSpan.Zero;
        string op = context is null ? "upload_slice_data" : "upload_slice";
        long length = new FileInfo(path).Length;
        bool isWhole = (long)afterSlices * Mebibyte >= length;
        service.Faults
            .On(op, (http, next) => next(http), times: afterSlices + (context is null ? 0 : 1))
            .On(isWhole ? "upload_slice_finish" : op, Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, service.Elsewhere(options), key, context: context));
    }

    internal static string ReplaceParts(string body, string parts)
        => System.Text.RegularExpressions.Regex.Replace(body, "\"listparts\":\\[.*?\\]", $"\"listparts\":{parts}");
}
