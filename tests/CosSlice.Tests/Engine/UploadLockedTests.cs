using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Two uploads to one target: the second one is told who holds it, and nothing breaks.</summary>
public class UploadLockedTests
{
    private const int Mebibyte = 1024 * 1024;

    public enum Verb
    {
        Send,
        SendSmall,
        Resume,
        Complete,
        NoComplete,
        Forget,
        Discard,
    }

    [Theory]
    [InlineData(Verb.Send)]
    [InlineData(Verb.SendSmall)]
    [InlineData(Verb.Resume)]
    [InlineData(Verb.Complete)]
    [InlineData(Verb.NoComplete)]
    [InlineData(Verb.Forget)]
    [InlineData(Verb.Discard)]
    public async Task The_second_one_is_refused_and_the_first_one_goes_on(Verb verb)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("race.bin", 3 * Mebibyte);
        Gate gate = new(expected: 1);
        service.Faults.On("upload_slice_data", (http, next) => next(http)).On("upload_slice_data", gate.PassAsync);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        Task<CosFile> first = service.UploadAsync(path, options);
        await gate.Full.Guarded();
        CosUpload upload = service.Upload("race.bin")!;
        string head = Path.Combine(service.StateFolder, upload.UploadId + ".json");
        byte[] before = File.ReadAllBytes(head);
        Tally tally = service.Tally();

        CosException failure = await Assert.ThrowsAsync<CosException>(() => RunAsync(verb, service, upload)).Guarded();

        Assert.Equal(("UploadLocked", CosErrorKind.Exists, true), (failure.ErrorId, failure.Kind, failure.IsTransient));
        Assert.Contains("this process since ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(head));
        Assert.Equal(CosUploadState.Sending, service.Upload("race.bin")!.State);
        Assert.Empty(tally.All);

        gate.Open();
        CosFile stored = await first.Guarded();
        await service.AssertStoredAsync(path);
        Assert.Equal(3 * Mebibyte, stored.BytesSent);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task A_file_in_one_request_keeps_others_away_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("race.bin", 1000);
        Gate gate = new(expected: 1);
        service.Faults.On("upload", gate.PassAsync);
        Task<CosFile> first = service.UploadAsync(path);
        await gate.Full.Guarded();

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true))).Guarded();

        Assert.Equal("UploadLocked", failure.ErrorId);
        gate.Open();
        await first.Guarded();
        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Once_it_has_ended_however_the_target_is_free()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("free.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 1);
        Assert.DoesNotContain(upload.UploadId + ".lock", service.StateFiles());

        await Cut.GoOnAsync(service, upload, isResume: true);

        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Different_targets_do_not_disturb_each_other()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("one.bin", 2 * Mebibyte);
        Gate gate = new(expected: 3);
        service.Faults.On("upload_slice_data", gate.PassAsync, times: 3);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;

        // One file under three keys.
        Task<CosFile> one = service.UploadAsync(path, options, "one.bin");
        Task<CosFile> two = service.UploadAsync(path, options, "two.bin");
        Task<CosFile> three = service.UploadAsync(path, options, "three.bin");
        await gate.Full.Guarded();
        Assert.Equal(3, service.StateFiles().Count(name => name.EndsWith(".lock", StringComparison.Ordinal)));
        gate.Open();
        await Task.WhenAll(one, two, three).Guarded();

        await service.AssertStoredAsync(path, "one.bin");
        await service.AssertStoredAsync(path, "two.bin");
        await service.AssertStoredAsync(path, "three.bin");
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Within_one_uploader_a_target_is_sent_to_once_at_a_time_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("one.bin", 2 * Mebibyte);
        using CosUploader uploader = service.Uploader(Service.Quick(sliced: true));
        Gate gate = new(expected: 1);
        service.Faults.On("upload_slice_init", gate.PassAsync);

        UploadHandle<CosFile> first = uploader.Start(service.Request(path), TestContext.Current.CancellationToken);
        await gate.Full.Guarded();
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion).Guarded();
        gate.Open();

        Assert.Equal("UploadLocked", failure.ErrorId);
        await first.Completion.Guarded();
        await service.AssertStoredAsync(path);
    }

    private static async Task RunAsync(Verb verb, Service service, CosUpload upload)
    {
        using CosUploader uploader = service.Uploader(Service.Quick(sliced: verb != Verb.SendSmall));
        CosContext context = service.Context.For(upload);
        CancellationToken token = TestContext.Current.CancellationToken;
        await (verb switch
        {
            Verb.Send or Verb.SendSmall => uploader.Start(service.Request(upload.LiteralPath!), token).Completion,
            Verb.NoComplete => uploader.StartWithoutCompleting(service.Request(upload.LiteralPath!), token).Completion,
            Verb.Resume => uploader.Resume(context, upload, token).Completion,
            Verb.Complete => uploader.Complete(context, upload, token).Completion,
            Verb.Forget => uploader.ForgetAsync(upload),
            _ => uploader.DiscardAsync(context, upload, token),
        });
    }
}
