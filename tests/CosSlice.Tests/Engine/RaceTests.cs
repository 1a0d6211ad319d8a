using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

/// <summary>Two clients and one key: nothing is mixed, nothing finished is destroyed, and nobody is told a success that is another's.</summary>
public class RaceTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Content_that_another_client_mixed_in_is_never_a_success()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        using Theirs other = await Theirs.BeginAsync(service);

        // Ours never reaches the service, and its repeat finds a session that looks like its own.
        service.Faults.On("upload_slice_init", Faults.Break);
        service.Faults.On("upload_slice_finish", other.WriteFirstAsync);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, OneByOne(), "shared.bin")).Guarded();

        Assert.Equal("ChecksumMismatch", failure.ErrorId);
        await Assert.ThrowsAnyAsync<CosException>(() => other.Upload).Guarded();
    }

    [Fact]
    public async Task A_session_that_was_found_and_not_given_stays_so_when_it_is_taken_up_again()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        using Theirs other = await Theirs.BeginAsync(service);

        // Ours never reaches the service, takes theirs for its own, and asks for it once more on the way.
        service.Faults
            .On("upload_slice_init", Faults.Break)
            .On("upload_slice_data", Faults.Refuse(400, -29096))
            .On("upload_slice_finish", other.WriteFirstAsync);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, OneByOne(), "shared.bin")).Guarded();

        Assert.Equal("ChecksumMismatch", failure.ErrorId);
        await Assert.ThrowsAnyAsync<CosException>(() => other.Upload).Guarded();
    }

    [Fact]
    public async Task A_session_that_was_begun_with_sha_is_not_taken_for_one_begun_without()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        TransferOptions once = Service.Quick(sliced: true);
        once.RetryTimeout = TimeSpan.Zero;
        service.Faults.On("upload_slice_data", Faults.Break, times: 2);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(theirs, service.Elsewhere(once), "shared.bin"));
        int before = service.Requests("upload_slice_data").Count;
        service.Faults.On("upload_slice_init", Faults.Break);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true, CosChecksum.Md5), "shared.bin")).Guarded();

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(before, service.Requests("upload_slice_data").Count);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.Md5)]
    public async Task An_object_that_another_client_finished_is_not_returned_as_ones_own(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        service.Faults.On("upload_slice_finish", Faults.Break);
        service.Faults.On("upload_slice_finish", async (context, next) =>
        {
            await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true, checksum, force: true)), "shared.bin");
            await next(context);
        });

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced: true, checksum), "shared.bin")).Guarded();

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "shared.bin");
    }

    [Theory]
    [InlineData(503, -71)]
    [InlineData(409, -20034)]
    [InlineData(408, -5963)]
    public async Task A_request_that_was_refused_has_not_made_the_object_that_is_there(int status, int code)
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 1000, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 1000, seed: 2);
        await service.UploadAsync(theirs, key: "shared.bin");
        service.Faults.On("upload", Faults.Refuse(status, code));
        service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 10);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(mine, key: "shared.bin")).Guarded();

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(theirs, "shared.bin");
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_does_not_hit_what_came_after_it()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        await LostAnswerTests.LeaveHalfAsync(service, service.Folder.File("half.bin", 2 * Mebibyte, seed: 3), "shared.bin");
        TransferOptions force = Service.Quick(sliced: true, force: true);
        service.Faults.On("delete", async (context, next) =>
        {
            await Faults.LoseAnswer(context, async inner =>
            {
                await next(inner);
                await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true)), "shared.bin");
            });
        });

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(mine, force, "shared.bin")).Guarded();

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Single(service.Requests("delete"));
        await service.AssertStoredAsync(theirs, "shared.bin");
    }

    private static TransferOptions OneByOne()
    {
        TransferOptions options = Service.Quick(sliced: true, CosChecksum.Md5);
        options.ThrottleLimit = 1;
        return options;
    }

    /// <summary>Another client's upload, which has begun and whose first slice is on the way until it is let go on.</summary>
    private sealed class Theirs : IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CosFile> Upload { get; private set; } = null!;

        public static async Task<Theirs> BeginAsync(Service service)
        {
            Theirs theirs = new();
            service.Faults.On("upload_slice_data", async (context, next) =>
            {
                await Faults.Hold(theirs._held.SetResult, theirs._release.Task)(context, next);
                theirs._written.SetResult();
            });
            string path = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
            theirs.Upload = service.UploadAsync(path, service.Elsewhere(OneByOne()), "shared.bin");
            await theirs._held.Task.Guarded();
            return theirs;
        }

        /// <summary>Lets its slice be written before a request goes on.</summary>
        public async Task WriteFirstAsync(HttpContext context, RequestDelegate next)
        {
            _release.SetResult();
            await _written.Task;
            await next(context);
        }

        public void Dispose() => _release.TrySetResult();
    }
}
