using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>What one process was cut off in the next one carries on: only what is missing is sent, and only what must be is read.</summary>
public class ResumeTests
{
    private const int Mebibyte = 1024 * 1024;
    private const long Length = (5 * Mebibyte) + 7;

    public static TheoryData<CosChecksum, int, bool> Ways
    {
        get
        {
            TheoryData<CosChecksum, int, bool> ways = [];
            foreach (bool isResume in new[] { false, true })
            {
                ways.Add(CosChecksum.Sha1, 4, isResume);
                ways.Add(CosChecksum.Md5, 4, isResume);
                ways.Add(CosChecksum.None, 4, isResume);
                ways.Add(CosChecksum.Sha1, 1, isResume);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_later_process_sends_only_what_is_missing(CosChecksum checksum, int version, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.KilledAfterAsync(service, path, 3, checksum, ContextOf(service, version));
        Tally tally = service.Tally();
        RecordingObserver observer = new();
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(
            service, upload, isResume, Service.Quick(sliced: true, checksum), observer, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal(Length - (3 * Mebibyte), stored.BytesSent);
        Assert.Equal([3 * Mebibyte, 4 * Mebibyte, 5 * Mebibyte], tally.Slices);
        Assert.Equal(0, progress.BytesHashed);
        Assert.Equal(Length, progress.BytesAcknowledged);
        Assert.Equal(checksum == CosChecksum.Sha1, stored.Sha1 is not null);
        Assert.Empty(service.StateFiles());
        Assert.Empty(observer.Warnings);
        Assert.Empty(tally.Of("upload_slice_init"));
        Assert.Equal(version == 4 ? "upload_slice_list" : "upload_slice", tally.Ops.First());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, false)]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.Sha1, true)]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.None, true)]
    public async Task Where_only_the_last_step_is_missing_no_byte_is_sent(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 2 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal(0, stored.BytesSent);
        Assert.Empty(tally.Slices);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false, CosChecksum.Md5)]
    [InlineData(false, CosChecksum.None)]
    [InlineData(true, CosChecksum.Md5)]
    [InlineData(true, CosChecksum.None)]
    public async Task What_was_begun_with_sha_goes_on_with_it(bool isResume, CosChecksum later)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, Service.Quick(sliced: true, later));

        await service.AssertStoredAsync(path);
        Assert.NotNull(stored.Sha1);
        Assert.True(stored.Resumed);
        Assert.Equal(3, tally.Slices.Count());
    }

    [Fact]
    public async Task What_was_begun_without_sha_starts_over_where_sha_is_asked_for()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, CosChecksum.Md5);
        Tally tally = service.Tally();
        RecordingObserver observer = new();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: false, observer: observer);

        await service.AssertStoredAsync(path);
        Assert.NotNull(stored.Sha1);
        Assert.False(stored.Resumed);
        Assert.Single(observer.Warnings);
        Assert.Single(tally.Of("delete"));
        Assert.Equal(6, tally.Slices.Count());
    }

    [Fact]
    public async Task Resuming_what_was_begun_without_sha_asks_for_none()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, CosChecksum.None);
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
        Assert.Null(stored.Sha1);
        Assert.Equal(3, tally.Slices.Count());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Without_its_digests_the_hash_is_not_computed_again_as_long_as_the_session_is_known(bool isResume, bool isDamaged)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        LoseDigests(service, upload, isDamaged);
        Tally tally = service.Tally();
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.Equal(0, progress.BytesHashed);
        Assert.Equal(3, tally.Slices.Count());
        Assert.NotNull(stored.Sha1);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_its_digests_the_hash_is_computed_again_where_the_upload_has_to_begin_again(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        LoseDigests(service, upload, isDamaged: true);
        await service.DeleteAsync("cut.bin");
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.Equal(Length, progress.BytesHashed);
        Assert.False(stored.Resumed);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_session_that_the_service_has_lost_means_to_start_over_and_says_so(CosChecksum checksum, int version, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, checksum, ContextOf(service, version));
        await service.DeleteAsync("cut.bin");
        RecordingObserver observer = new();
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(
            service, upload, isResume, Service.Quick(sliced: true, checksum), observer, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.False(stored.Resumed);
        Assert.Equal(Length, stored.BytesSent);
        Assert.Equal(0, progress.BytesHashed);
        Assert.NotEmpty(observer.Notes);
        Assert.Empty(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_journal_costs_time_and_no_data(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        Directory.Delete(service.StateFolder, recursive: true);
        Tally tally = service.Tally();
        UploadProgress progress = null!;

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume, look: seen => progress = seen);

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal(3, tally.Slices.Count());
        Assert.Equal(-4019, Assert.Single(tally.Of("upload_slice_init")).Code);
        Assert.Equal(Length, progress.BytesHashed);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_journal_is_no_proof_without_sha(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, CosChecksum.None);
        Directory.Delete(service.StateFolder, recursive: true);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, Service.Quick(sliced: true, CosChecksum.None));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Empty(tally.Slices);
    }

    [Fact]
    public async Task An_id_alone_that_nobody_knows_is_not_found()
    {
        await using Service service = await Service.StartAsync();
        using CosUploader uploader = service.Uploader();
        CosUpload unknown = new() { UploadId = new string('a', 32) };

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.Resume(service.Context, unknown, TestContext.Current.CancellationToken).Completion);

        Assert.Equal("UploadNotFound", failure.ErrorId);
        Assert.Empty(service.Emulator.Requests);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, false)]
    [InlineData(CosChecksum.Md5, false)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.Sha1, true)]
    [InlineData(CosChecksum.Md5, true)]
    [InlineData(CosChecksum.None, true)]
    public async Task Another_upload_in_its_place_is_neither_continued_nor_deleted(CosChecksum checksum, bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length, seed: 1);
        string theirs = service.Folder.File("theirs.bin", Length, seed: 2);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, checksum);
        await service.DeleteAsync("cut.bin");
        await Cut.ElsewhereAsync(service, theirs, "cut.bin", checksum);
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, Service.Quick(sliced: true, checksum));

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Empty(tally.Slices);
        Assert.Equal(CosUploadState.Failed, service.Upload("cut.bin")!.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_of_the_same_content_that_another_machine_began_in_its_place_is_carried_on(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        await service.DeleteAsync("cut.bin");
        await Cut.ElsewhereAsync(service, path, "cut.bin");
        Tally tally = service.Tally();

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume);

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal(5, tally.Slices.Count());
        Assert.DoesNotContain("delete", tally.Ops);
    }

    [Fact]
    public async Task Cut_again_and_again_it_comes_to_its_end_and_sends_nothing_twice()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", Length);
        Tally tally = service.Tally();
        CosUpload upload = await Cut.AfterAsync(service, path, 1);
        for (int i = 1; i < 5; i++)
        {
            service.Faults.On("upload_slice_data", (http, next) => next(http)).On("upload_slice_data", Faults.Break);
            CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume: i % 2 == 0, Cut.OneByOne());
            Assert.Equal((i + 1L) * Mebibyte, failure.Upload!.BytesSent);
            Assert.Equal(CosUploadState.Interrupted, service.Upload("cut.bin")!.State);
        }

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true);

        await service.AssertStoredAsync(path);
        Assert.Equal(7, stored.BytesSent);
        Assert.Equal(Enumerable.Range(0, 6).Select(index => (long)index * Mebibyte), tally.Slices);
        Assert.Single(tally.Of("upload_slice_init"));
    }

    private static CosContext ContextOf(Service service, int version) => version == 1 ? service.V1 : service.Context;

    private static void LoseDigests(Service service, CosUpload upload, bool isDamaged)
    {
        string digests = Path.Combine(service.StateFolder, upload.UploadId + ".parts");
        Assert.True(File.Exists(digests));
        if (isDamaged)
        {
            byte[] content = File.ReadAllBytes(digests);
            content[content.Length / 2] ^= 1;
            File.WriteAllBytes(digests, content);
        }
        else
        {
            File.Delete(digests);
        }
    }
}
