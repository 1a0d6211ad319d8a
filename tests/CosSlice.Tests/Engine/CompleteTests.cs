using System.Globalization;
using System.Text.RegularExpressions;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The last step alone: taken where all is there and the file is what was begun, and otherwise not taken.</summary>
public class CompleteTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task Where_all_is_there_it_returns_the_object_however_often_it_is_asked(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("done.bin", (2 * Mebibyte) + 7);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick(checksum: checksum));
        Tally tally = service.Tally();

        CosFile stored = await CompleteAsync(service, upload);

        await service.AssertStoredAsync(path);
        Assert.Equal((path, "done.bin", (2L * Mebibyte) + 7, 0L), (stored.LiteralPath, stored.Key, stored.Length, stored.BytesSent));
        Assert.Equal(checksum == CosChecksum.Sha1, stored.Sha1 is not null);
        Assert.NotNull(stored.AccessUrl);
        Assert.Empty(service.StateFiles());
        Assert.Empty(tally.Slices);

        CosFile again = await CompleteAsync(service, upload);
        Assert.Equal((stored.AccessUrl, stored.ResourcePath, stored.Length), (again.AccessUrl, again.ResourcePath, again.Length));
        Assert.Empty(service.StateFiles());
        Assert.Single(tally.Changes);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task What_was_cut_before_the_last_step_is_taken_too(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 2 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, checksum);

        await CompleteAsync(service, upload);

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task A_lost_answer_is_asked_about(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("lost.bin", 2 * Mebibyte);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick(checksum: checksum));
        service.Faults.On("upload_slice_finish", Faults.LoseAnswer);

        CosFile stored = await CompleteAsync(service, upload);

        Assert.Equal("/10055004/accesslog/lost.bin", stored.ResourcePath);
        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task What_was_finished_by_a_process_that_did_not_live_to_hear_it_is_the_result(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("lost.bin", 2 * Mebibyte);
        service.Faults.On("upload_slice_finish", Faults.LoseAnswer).On("stat", Faults.Alter(LostAnswerTests.WithoutSha), times: 100);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Cut.OneByOne(checksum))).Guarded();

        CosFile stored = await CompleteAsync(service, service.Upload("lost.bin")!);

        Assert.Equal("/10055004/accesslog/lost.bin", stored.ResourcePath);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task What_is_missing_is_named_exactly_and_nothing_is_finished()
    {
        await using Service service = await Service.StartAsync();
        const int Slices = 5;
        const long Length = ((Slices - 1) * Mebibyte) + 7;
        string path = service.Folder.File("holes.bin", Length);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick());

        // Whichever slices are there, all of them excepted.
        for (int there = 0; there < (1 << Slices) - 1; there++)
        {
            List<(long, long)> expected = Missing(there, Slices, Length);
            string parts = string.Join(',', Enumerable.Range(0, Slices).Where(index => (there >> index & 1) == 1).Select(
                index => $$"""{"offset":{{index * Mebibyte}},"datalen":{{Math.Min(Mebibyte, Length - (index * Mebibyte))}}}"""));
            service.Faults.On("upload_slice_list", Faults.Alter(body => TakeUpTests.ReplaceParts(body, $"[{parts}]")));

            CosException failure = await FailAsync(service, upload);

            Assert.Equal(("UploadIncomplete", true), (failure.ErrorId, failure.IsTransient));
            Assert.Equal(expected, Named(failure.Message));
            Assert.Contains($" {expected.Sum(range => range.Item2 - range.Item1 + 1)} of {Length} bytes", failure.Message, StringComparison.Ordinal);
            Assert.NotNull(service.Entry("holes.bin"));
        }

        Assert.Empty(service.Requests("upload_slice_finish"));
        await service.AssertNotStoredAsync("holes.bin");
        await CompleteAsync(service, upload);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task What_is_incomplete_can_be_resumed(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 3, checksum);

        CosException failure = await FailAsync(service, upload);

        Assert.Equal("UploadIncomplete", failure.ErrorId);
        Assert.Equal([(3L * Mebibyte, (4L * Mebibyte) - 1)], Named(failure.Message));
        Assert.Equal(CosUploadState.Interrupted, service.Upload("cut.bin")!.State);
        await Cut.GoOnAsync(service, service.Upload("cut.bin")!, isResume: true);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task A_file_that_has_changed_or_gone_is_not_finished(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("changed.bin", 2 * Mebibyte);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick(checksum: checksum));
        File.AppendAllText(path, "more");

        CosException changed = await FailAsync(service, upload);
        Assert.Equal("SourceChanged", changed.ErrorId);
        Assert.Equal(CosUploadState.Failed, service.Upload("changed.bin")!.State);

        File.Delete(path);
        CosException gone = await FailAsync(service, upload);
        Assert.Equal("SourceMissing", gone.ErrorId);

        Assert.NotNull(service.Entry("changed.bin"));
        Assert.Empty(service.Requests("upload_slice_finish"));
        await service.AssertNotStoredAsync("changed.bin");
    }

    [Fact]
    public async Task Version_1_has_no_last_step_of_its_own()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("one.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2, context: service.V1);

        CosException failure = await FailAsync(service, upload);
        Assert.Equal("InvalidOption", failure.ErrorId);
        Assert.NotNull(service.Entry("one.bin", service.V1)!.Session);

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true);
        CosFile again = await CompleteAsync(service, upload);
        Assert.Equal((stored.AccessUrl, stored.ResourcePath), (again.AccessUrl, again.ResourcePath));
    }

    [Fact]
    public async Task Another_ones_object_is_not_returned_as_ones_own()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", 2 * Mebibyte);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick());
        await service.DeleteAsync("mine.bin");
        await service.UploadAsync(theirs, service.Elsewhere(Service.Quick(sliced: true)), "mine.bin");
        Tally tally = service.Tally();

        CosException failure = await FailAsync(service, upload);

        Assert.Equal("CosFileExists", failure.ErrorId);
        Assert.Empty(tally.Changes);
        await service.AssertStoredAsync(theirs, "mine.bin");
    }

    [Fact]
    public async Task Another_ones_upload_is_not_finished()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mine.bin", 2 * Mebibyte);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick(checksum: CosChecksum.None));
        await service.DeleteAsync("mine.bin");
        await LostAnswerTests.LeaveHalfAsync(service, theirs, "mine.bin", CosChecksum.None);
        Tally tally = service.Tally();

        CosException failure = await FailAsync(service, upload);

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Empty(tally.Changes);
        await service.AssertNotStoredAsync("mine.bin");
    }

    [Fact]
    public async Task What_the_service_has_lost_lacks_every_byte()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("lost.bin", 2 * Mebibyte);
        CosUpload upload = await NoCompleteTests.LeaveOpenAsync(service, path, Service.Quick());
        await service.DeleteAsync("lost.bin");
        Tally tally = service.Tally();

        CosException failure = await FailAsync(service, upload);

        Assert.Equal("UploadIncomplete", failure.ErrorId);
        Assert.Equal([(0L, (2L * Mebibyte) - 1)], Named(failure.Message));
        Assert.Empty(tally.Changes);
    }

    private static async Task<CosFile> CompleteAsync(Service service, CosUpload upload)
    {
        using CosUploader uploader = service.Uploader(Service.Quick());
        return await uploader.Complete(service.Context.For(upload), upload, TestContext.Current.CancellationToken).Completion.Guarded();
    }

    private static Task<CosException> FailAsync(Service service, CosUpload upload)
        => Assert.ThrowsAnyAsync<CosException>(() => CompleteAsync(service, upload));

    // First and last byte of each run of slices that are not there.
    private static List<(long First, long Last)> Missing(int there, int slices, long length)
    {
        List<(long First, long Last)> missing = [];
        for (int index = 0; index < slices; index++)
        {
            if ((there >> index & 1) == 1)
            {
                continue;
            }

            long last = Math.Min(length, (index + 1L) * Mebibyte) - 1;
            if (missing.Count > 0 && missing[^1].Last == ((long)index * Mebibyte) - 1)
            {
                missing[^1] = (missing[^1].First, last);
            }
            else
            {
                missing.Add(((long)index * Mebibyte, last));
            }
        }

        return missing;
    }

    private static List<(long, long)> Named(string message)
        => [.. Regex.Matches(message, @"(\d+) to (\d+)").Select(match
            => (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)))];
}
