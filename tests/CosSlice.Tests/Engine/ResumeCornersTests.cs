using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Corners where two things come together that are harmless alone: what is resumed is right, or is refused.</summary>
public class ResumeCornersTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Length = (3 * Mebibyte) + 7;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Content_changed_in_secret_ends_with_the_right_object_where_each_slice_is_verified(int slices, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("secret.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, slices);
        ChangeInSecret(path, Length - 1);
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, upload, isResume, observer: observer);

        await service.AssertStoredAsync(path);
        Assert.Single(observer.Warnings);
        Assert.Contains(service.Requests("upload_slice_data"), slice => slice.Code == -29138);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task A_line_that_damages_slices_costs_nothing_that_was_sent_before()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("damaged.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 2);
        service.Faults.On("upload_slice_data", Faults.Refuse(400, -29138), times: 100);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume: false);

        Assert.Equal(-29138, failure.Code);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.NotNull(service.Entry("damaged.bin")!.Session);
    }

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_file_behind_a_link_is_not_what_was_begun(bool isResume)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using Service service = await Service.StartAsync();
        string target = service.Folder.File("target.bin", Length);
        string link = Path.Combine(service.Folder.Path, "link.bin");
        File.CreateSymbolicLink(link, target);

        // The link's own length is that of its text, so that how many slices there are is not asked of it.
        service.Faults.On("upload_slice_data", (http, next) => next(http), times: 2).On("upload_slice_data", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(link, Cut.OneByOne(CosChecksum.None))).Guarded();
        CosUpload upload = service.Upload("link.bin")!;
        DateTime before = File.GetLastWriteTimeUtc(target);
        ChangeInSecret(target, offset: 0);
        File.SetLastWriteTimeUtc(target, before.AddSeconds(1));

        CosException? failure = await Record.ExceptionAsync(
            () => Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, CosChecksum.None))) as CosException;

        Assert.Equal(isResume ? "SourceChanged" : null, failure?.ErrorId);
        if (!isResume)
        {
            await service.AssertStoredAsync(target, "link.bin");
        }
    }

    [Fact]
    public async Task Completing_what_version_1_has_finished_returns_the_object()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("one.bin", 2 * Mebibyte);
        service.Faults.On("upload_slice", (http, next) => next(http), times: 2).On("upload_slice", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(), context: service.V1)).Guarded();
        Tally tally = service.Tally();

        CosFile stored = await CompleteAsync(service, service.Upload("one.bin", service.V1)!);

        Assert.Equal("/10055004/accesslog/one.bin", stored.ResourcePath);
        Assert.Empty(tally.Changes);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Completing_what_was_finished_before_its_session_was_heard_of_returns_the_object()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("instant.bin", Length);
        await service.UploadAsync(path, service.Elsewhere(Service.Quick(sliced: true)), "other.bin").Guarded();
        service.Faults.On("upload_slice_init", Faults.LoseAnswer);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne())).Guarded();
        Tally tally = service.Tally();

        CosFile stored = await CompleteAsync(service, service.Upload("instant.bin")!);

        await service.AssertStoredAsync(path);
        Assert.Equal("/10055004/accesslog/instant.bin", stored.ResourcePath);
        Assert.Empty(tally.Changes);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Where_there_is_nothing_to_compare_with_the_file_is_not_read()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("never.bin", Length);
        CosUpload unknown = new() { UploadId = service.IdOf("never.bin"), Key = "never.bin", LiteralPath = path };
        using CosUploader uploader = service.Uploader();

        UploadHandle<CosFile> handle = uploader.Complete(service.Context, unknown, TestContext.Current.CancellationToken);
        CosException failure = await Assert.ThrowsAsync<CosException>(() => handle.Completion.Guarded());

        Assert.Equal("UploadNotFound", failure.ErrorId);
        Assert.Equal(0, handle.Progress.BytesHashed);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task Another_remark_than_the_upload_was_begun_with_is_not_lost(int version)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("remark.bin", Length);
        CosContext context = version == 1 ? service.V1 : service.Context;
        CosUpload upload = await Cut.AfterAsync(service, path, 2, context: context);
        RecordingObserver observer = new();
        TransferOptions options = Service.Quick(sliced: true);
        options.BizAttribute = "second edition";

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: false, options, observer);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Single(observer.Warnings);
        Assert.Equal("second edition", await BizAttributeAsync(service, "remark.bin"));
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task The_remark_that_an_upload_was_begun_with_is_kept_where_none_is_given()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("remark.bin", Length);
        service.Faults.On("upload_slice_data", (http, next) => next(http)).On("upload_slice_data", Faults.Break);
        TransferOptions first = Cut.OneByOne();
        first.BizAttribute = "first edition";
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, first)).Guarded();
        Tally tally = service.Tally();

        await Cut.GoOnAsync(service, service.Upload("remark.bin")!, isResume: false);

        Assert.Equal("first edition", await BizAttributeAsync(service, "remark.bin"));
        Assert.Equal(3, tally.Slices.Count());
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

    private static async Task<string?> BizAttributeAsync(Service service, string key)
    {
        using HttpClient client = new();
        using HttpRequestMessage question = new(
            HttpMethod.Get, new Uri(service.Emulator.Endpoint, $"/files/v2/10055004/accesslog/{key}?op=stat"));
        question.Headers.TryAddWithoutValidation("Authorization", CosSignature.MultiEffect(service.Context, TimeSpan.FromMinutes(1)));
        using HttpResponseMessage answer = await client.SendAsync(question, TestContext.Current.CancellationToken);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("data").GetProperty("biz_attr").GetString();
    }

    /// <summary>Changes a byte (no cut has sent the last one), and leaves length and time as they were.</summary>
    private static void ChangeInSecret(string path, long offset)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = offset;
            int old = file.ReadByte();
            file.Position = offset;
            file.WriteByte((byte)(old ^ 1));
        }

        File.SetLastWriteTimeUtc(path, time);
    }
}
