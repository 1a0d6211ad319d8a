using System.Net;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A refusal of who asks counts for the files after it, and only as long as it says something of them.</summary>
public class AccessVerdictTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task What_is_accepted_after_a_refusal_lets_the_files_behind_it_through()
    {
        await using Service service = await Service.StartAsync();
        string early = service.Folder.File("early.bin", 1000, seed: 1);
        string refused = service.Folder.File("refused.bin", 1000, seed: 2);
        string late = service.Folder.File("late.bin", 1000, seed: 3);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Faults.On("upload", Faults.Hold(arrived.SetResult, release.Task)).On("upload", Faults.Refuse(403, -97));
        using CosUploader uploader = service.Uploader();

        UploadHandle<CosFile> first = uploader.Start(service.Request(early), TestContext.Current.CancellationToken);
        await arrived.Task.Guarded();
        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Start(service.Request(refused), TestContext.Current.CancellationToken).Completion).Guarded();
        release.SetResult();
        await first.Completion.Guarded();
        await uploader.Start(service.Request(late), TestContext.Current.CancellationToken).Completion.Guarded();

        Assert.Equal(-97, failure.Code);
        await service.AssertStoredAsync(late);
    }

    /// <summary>The second file is signed by the time that was learnt from the refusal of the first.</summary>
    [Fact]
    public async Task A_wrong_clock_is_not_the_error_of_the_files_after_it_was_found_out()
    {
        await using Service service = await Service.StartAsync(options => options.Clock = new ShiftedTime(TimeSpan.FromHours(3)));
        string first = service.Folder.File("first.bin", 1000, seed: 1);
        string second = service.Folder.File("second.bin", 1000, seed: 2);
        TransferOptions options = Service.Quick();
        options.MaximumRetryCount = 0;
        using CosUploader uploader = service.Uploader(options);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Start(service.Request(first), TestContext.Current.CancellationToken).Completion);
        await uploader.Start(service.Request(second), TestContext.Current.CancellationToken).Completion;

        Assert.Equal(CosErrorKind.Authentication, failure.Kind);
        await service.AssertStoredAsync(second);
    }

    /// <summary>A deletion has a signature of its own, bound to its object: what is wrong with that says nothing of other files.</summary>
    [Fact]
    public async Task A_deletion_that_is_refused_is_the_error_of_its_file_alone()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("half.bin", 2 * Mebibyte, seed: 1);
        string other = service.Folder.File("other.bin", 1000, seed: 2);
        await LostAnswerTests.LeaveHalfAsync(service, service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 3), "half.bin");
        service.Faults.On("upload", Faults.Refuse(409, -4020)).On("delete", Faults.Refuse(403, -97));
        using CosUploader uploader = service.Uploader(Service.Quick(force: true));

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Start(service.Request(mine), TestContext.Current.CancellationToken).Completion);
        await uploader.Start(service.Request(other), TestContext.Current.CancellationToken).Completion;

        Assert.Equal(-97, failure.Code);
        await service.AssertStoredAsync(other);
    }

    [Fact]
    public async Task The_error_of_an_unfinished_upload_that_was_not_asked_about_says_how_far_it_is()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2);
        service.Faults.On("upload", Faults.Refuse(403, -97));
        using CosUploader uploader = service.Uploader();
        string refused = service.Folder.File("refused.bin", 1000);

        await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Start(service.Request(refused), TestContext.Current.CancellationToken).Completion);
        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Resume(service.Context, upload, TestContext.Current.CancellationToken).Completion);

        Assert.Equal(-97, failure.Code);
        Assert.Equal(upload.Length, failure.Upload!.Length);
        Assert.Equal(upload.BytesSent, failure.Upload.BytesSent);
        Assert.Equal(-97, failure.Upload.LastErrorCode);
        CosFile stored = await Cut.GoOnAsync(service, failure.Upload, isResume: true, Service.Quick());
        Assert.True(stored.Resumed);
        await service.AssertStoredAsync(path);
    }

    /// <summary>Thousands of files, each with a password that is wrong, would lock its owner out.</summary>
    [Fact]
    public async Task A_proxy_that_does_not_take_the_password_is_asked_once_for_all_files()
    {
        await using Service service = await Service.StartAsync();
        int asked = 0;
        service.Faults.On(
            null,
            (context, next) =>
            {
                asked++;
                return Faults.Answer(407, "text/html", "<html></html>")(context, next);
            },
            times: 100);
        TransferOptions options = Service.Quick();
        options.Proxy = service.Emulator.Endpoint;
        options.ProxyCredential = new NetworkCredential("user", Canary.ProxyPassword);
        CosContext nowhere = CosContext.Create("10055004", "accesslog", null, new Uri("http://cos.invalid"), "AKIDemulator", Canary.Key);
        using CosUploader uploader = service.Uploader(options);

        foreach (string name in new[] { "first.bin", "second.bin", "third.bin" })
        {
            UploadRequest request = service.Request(service.Folder.File(name, 1000), context: nowhere);
            CosException refused = await Assert.ThrowsAsync<CosException>(
                () => uploader.Start(request, TestContext.Current.CancellationToken).Completion);
            Assert.Equal("InvalidResponse", refused.ErrorId);
            Assert.Equal(407, refused.HttpStatus);
            Assert.Contains("-ProxyCredential", refused.RecommendedAction, StringComparison.Ordinal);
            Assert.Equal(request.LiteralPath, refused.Upload!.LiteralPath);
        }

        Assert.Equal(1, asked);
    }
}
