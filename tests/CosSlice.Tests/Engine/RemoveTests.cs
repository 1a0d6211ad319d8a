using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Uploads that are given up: on this machine alone, or with what the service has of them.</summary>
public class RemoveTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<CosChecksum, int> Kinds => new() { { CosChecksum.Sha1, 4 }, { CosChecksum.None, 4 }, { CosChecksum.Sha1, 1 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Forgotten_it_stays_with_the_service(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, checksum, version);
        Tally tally = service.Tally();
        using CosUploader uploader = service.Uploader();

        await uploader.ForgetAsync(upload);
        await uploader.ForgetAsync(upload);

        Assert.Empty(service.StateFiles());
        Assert.Empty(tally.All);
        Assert.Equal(2 * Mebibyte, await HeldAsync(service, upload));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Discarded_it_is_gone_on_both_sides(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, checksum, version);
        RecordingObserver observer = new();
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, observer);

        Assert.Empty(service.StateFiles());
        Assert.Single(tally.Of("delete"));
        Assert.Equal(0, await HeldAsync(service, upload));
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_gone_already_is_discarded_already(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, checksum, version);
        await service.DeleteAsync(upload.Key!);
        RecordingObserver observer = new();
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, observer);
        await DiscardAsync(service, upload, observer);

        Assert.Empty(service.StateFiles());
        Assert.Empty(tally.Changes);
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_finished_object_stays_with_a_warning(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, checksum, version);
        await service.DeleteAsync(upload.Key!);
        await service.UploadAsync(
            upload.LiteralPath!, service.Elsewhere(Service.Quick(sliced: true, checksum)), context: service.Context.For(upload));
        RecordingObserver observer = new();
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, observer);

        await service.AssertStoredAsync(upload.LiteralPath!);
        Assert.Empty(tally.Changes);
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, false)]
    [InlineData(CosChecksum.None, false)]
    [InlineData(CosChecksum.Sha1, true)]
    public async Task Another_ones_half_upload_stays_with_a_warning(CosChecksum checksum, bool isSameContent)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, checksum, version: 4);
        await service.DeleteAsync(upload.Key!);
        string theirs = service.Folder.File("theirs.bin", 4 * Mebibyte, seed: isSameContent ? 1 : 2);
        await Cut.ElsewhereAsync(service, theirs, upload.Key!, checksum);
        RecordingObserver observer = new();
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, observer);

        Assert.Empty(tally.Changes);
        Assert.Equal(Mebibyte, await HeldAsync(service, upload));
        Assert.Single(observer.Warnings);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_ones_half_upload_of_version_1_stays_with_a_warning(bool isLengthAllThatIsTold)
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, CosChecksum.Sha1, version: 1);
        await service.DeleteAsync(upload.Key!);
        string theirs = service.Folder.File("theirs.bin", 4 * Mebibyte, seed: 2);
        await TakeUpTests.InterruptAsync(service, theirs, afterSlices: 1, upload.Key, service.V1);
        if (isLengthAllThatIsTold)
        {
            service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);
        }

        RecordingObserver observer = new();
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, observer);

        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Equal(Mebibyte, await HeldAsync(service, upload));
        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task What_is_not_remembered_is_not_known_to_be_ones_own()
    {
        await using Service service = await Service.StartAsync();
        string theirs = service.Folder.File("theirs.bin", 4 * Mebibyte, seed: 2);
        CosUpload upload = await CutAsync(service, CosChecksum.Sha1, version: 4);
        Directory.Delete(service.StateFolder, recursive: true);
        await service.DeleteAsync(upload.Key!);
        await Cut.ElsewhereAsync(service, theirs, upload.Key!);
        Tally tally = service.Tally();

        await DiscardAsync(service, upload, new RecordingObserver());

        Assert.DoesNotContain("delete", tally.Ops);
        Assert.Equal(Mebibyte, await HeldAsync(service, upload));
    }

    [Fact]
    public async Task A_failure_to_discard_is_an_error_and_forgets_nothing()
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, CosChecksum.Sha1, version: 4);
        service.Faults.On("delete", Faults.Break, times: 100);
        using CosUploader uploader = service.Uploader(Cut.OneByOne());

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.DiscardAsync(service.Context, upload, TestContext.Current.CancellationToken)).Guarded();

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.NotNull(service.Entry(upload.Key!));
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_has_deleted()
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await CutAsync(service, CosChecksum.Sha1, version: 4);
        service.Faults.On("delete", Faults.LoseAnswer);

        await DiscardAsync(service, upload, new RecordingObserver());

        Assert.Equal(0, await HeldAsync(service, upload));
        Assert.Empty(service.StateFiles());
    }

    private static Task<CosUpload> CutAsync(Service service, CosChecksum checksum, int version)
        => Cut.AfterAsync(
            service, service.Folder.File("cut.bin", 4 * Mebibyte), 2, checksum, version == 1 ? service.V1 : service.Context);

    private static async Task DiscardAsync(Service service, CosUpload upload, RecordingObserver observer)
    {
        using CosUploader uploader = service.Uploader(Service.Quick(), observer);
        await uploader.DiscardAsync(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Guarded();
    }

    // Asked by the other verb.
    private static async Task<long> HeldAsync(Service service, CosUpload upload)
    {
        using CosUploader uploader = service.Uploader(Service.Quick());
        return (await uploader.RefreshAsync(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Guarded()).BytesSent;
    }
}
