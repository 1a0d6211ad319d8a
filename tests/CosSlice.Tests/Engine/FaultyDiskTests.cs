using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Disks that are full, or cannot be read any more, and files that another program locks.</summary>
public class FaultyDiskTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4096, true)]
    [InlineData(64 * 1024, false)]
    public async Task On_a_full_disk_the_upload_goes_on_with_one_warning(int room, bool isFullFromTheStart)
    {
        using FaultyDisk disk = FaultyDisk.Small(room);
        await using Service service = await Service.StartAsync();
        string[] paths = [.. Enumerable.Range(0, 3).Select(index => service.Folder.File($"f{index}.bin", (2 * Mebibyte) + index, seed: index))];
        RecordingObserver observer = new();
        TransferOptions options = Service.Quick(sliced: true);
        options.StateFolder = Path.Combine(disk.Path, "state");
        if (isFullFromTheStart)
        {
            Fill(disk.Path);
        }
        else
        {
            service.Faults.On("upload_slice_data", Faults.Before(() => Fill(disk.Path)));
        }

        using (CosUploader uploader = new(options, observer))
        {
            foreach (string path in paths)
            {
                await uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion.Guarded();
            }
        }

        foreach (string path in paths)
        {
            await service.AssertStoredAsync(path);
        }

        Assert.Equal(paths.Length, service.Requests("upload_slice_finish").Count);
        Assert.Contains("is slower", Assert.Single(observer.Warnings), StringComparison.Ordinal);

        // A lock that could not be signed is left behind, empty: it may be another one's by now, and nobody holds it.
        Assert.All(
            Directory.GetFiles(options.StateFolder),
            file => Assert.True(file.EndsWith(".lock", StringComparison.Ordinal) && new FileInfo(file).Length == 0, file));
    }

    [Theory]
    [InlineData(true, CosChecksum.Sha1)]
    [InlineData(true, CosChecksum.Md5)]
    [InlineData(true, CosChecksum.None)]
    [InlineData(false, CosChecksum.Sha1)]
    public async Task A_disk_that_cannot_be_read_in_the_middle_is_told_and_nothing_is_finished(bool sliced, CosChecksum checksum)
    {
        using FaultyDisk disk = FaultyDisk.Torn("torn.bin", 12 * Mebibyte);
        string path = Path.Combine(disk.Path, "torn.bin");
        await using Service service = await Service.StartAsync();
        TransferOptions options = Service.Quick(sliced, checksum);
        options.ThrottleLimit = 2;

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options)).Guarded();

        Assert.Equal(("FileUnreadable", CosErrorKind.SourceUnreadable), (failure.ErrorId, failure.Kind));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.RecommendedAction);
        Assert.Empty(service.Requests("upload_slice_finish"));
        await service.AssertNotStoredAsync("torn.bin");
        Assert.True(checksum == CosChecksum.Sha1 || !sliced || service.Requests("upload_slice_data").Count > 0);
    }

    [Fact]
    public async Task Once_the_disk_can_be_read_again_what_was_sent_is_not_sent_again()
    {
        await using Service service = await Service.StartAsync();
        TransferOptions options = Service.Quick(sliced: true, CosChecksum.None);
        options.ThrottleLimit = 1;
        string whole;
        using (FaultyDisk disk = FaultyDisk.Torn("torn.bin", 12 * Mebibyte))
        {
            CosException failure = await Assert.ThrowsAsync<CosException>(
                () => service.UploadAsync(Path.Combine(disk.Path, "torn.bin"), options)).Guarded();
            whole = Path.Combine(service.Folder.Path, "torn.bin");
            File.Copy(Path.Combine(Path.GetDirectoryName(disk.Path)!, "content", "torn.bin"), whole);

            // The same file as far as anyone can tell, at the place where the journal knows it.
            Cut.Rewrite(service, failure.Upload!, entry => entry with { LiteralPath = whole, LastWriteTimeUtc = File.GetLastWriteTimeUtc(whole) });
        }

        int before = service.Requests("upload_slice_data").Count(request => request.Code == 0);
        CosFile stored = await service.UploadAsync(whole, options).Guarded();

        Assert.True(stored.Resumed);
        Assert.InRange(before, 1, 11);
        Assert.Equal(12, service.Requests("upload_slice_data").Count(request => request.Code == 0));
        await service.AssertStoredAsync(whole);
    }

    [Fact]
    public async Task A_range_that_another_program_locks_on_the_way_is_told_where_that_keeps_readers_out()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("locked.bin", 4 * Mebibyte);
        using FileStream other = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        TransferOptions options = Service.Quick(sliced: true, CosChecksum.None);
        options.ThrottleLimit = 1;
        service.Faults.On("upload_slice_data", Faults.Before(() => Lock(other)));

        Task<CosFile> upload = service.UploadAsync(path, options).Guarded();

        if (OperatingSystem.IsWindows())
        {
            CosException failure = await Assert.ThrowsAsync<CosException>(() => upload);
            Assert.Equal("FileUnreadable", failure.ErrorId);
            Assert.Empty(service.Requests("upload_slice_finish"));
        }
        else
        {
            await upload;
            Assert.Equal(4, service.Requests("upload_slice_data").Count);
        }
    }

    private static void Lock(FileStream file)
    {
        if (!OperatingSystem.IsMacOS())
        {
            file.Lock(3 * Mebibyte, Mebibyte);
        }
    }

    private static void Fill(string disk)
    {
        using FileStream file = new(Path.Combine(disk, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // That was the point.
        }
    }
}
