using System.Text;
using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Where nothing can be remembered, or what is remembered is damaged: said once, and the upload goes on.</summary>
public class JournalUnusableTests
{
    private const int Mebibyte = 1024 * 1024;

    public enum Trouble
    {
        IsFile,
        LiesInFile,
        OthersMayWrite,
        CannotBeMade,
    }

    [Theory]
    [InlineData(Trouble.IsFile)]
    [InlineData(Trouble.LiesInFile)]
    [InlineData(Trouble.OthersMayWrite)]
    [InlineData(Trouble.CannotBeMade)]
    public async Task Without_a_usable_folder_there_is_one_warning_for_all_uploads_and_they_succeed(Trouble trouble)
    {
        Assert.SkipWhen(trouble >= Trouble.OthersMayWrite && !OperatingSystem.IsLinux(), "Unix permissions, and a folder of Linux.");
        await using Service service = await Service.StartAsync();
        TransferOptions options = Service.Quick(sliced: true);
        options.StateFolder = Unusable(service, trouble);
        RecordingObserver observer = new();
        string[] paths = [.. Enumerable.Range(0, 6).Select(index => service.Folder.File($"f{index}.bin", (index % 3 * Mebibyte) + 1, seed: index))];
        using CosUploader uploader = new(options, observer);

        CosFile[] stored = await Task.WhenAll(
            paths.Select(path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion)).Guarded();

        Assert.Equal(paths.Length, stored.Length);
        foreach (string path in paths)
        {
            await service.AssertStoredAsync(path);
        }

        Assert.Single(observer.Warnings);
        Assert.Empty(new CosUploads(options.StateFolder).List());
    }

    [Fact]
    public async Task Without_a_usable_folder_what_was_begun_with_sha_is_still_carried_on()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 4 * Mebibyte);
        string unusable = Unusable(service, Trouble.IsFile);
        TransferOptions cut = Cut.OneByOne();
        cut.StateFolder = unusable;
        service.Faults.On("upload_slice_data", (http, next) => next(http)).On("upload_slice_data", Faults.Break);
        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, cut)).Guarded();
        Assert.Equal(CosUploadState.Interrupted, failure.Upload!.State);
        TransferOptions later = Service.Quick(sliced: true);
        later.StateFolder = unusable;

        CosFile stored = await Cut.GoOnAsync(service, failure.Upload, isResume: true, later);

        await service.AssertStoredAsync(path);
        Assert.Equal(3 * Mebibyte, stored.BytesSent);
    }

    [Fact]
    public async Task Two_uploads_of_one_process_are_kept_apart_without_a_usable_folder_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", 2 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.StateFolder = Unusable(service, Trouble.IsFile);
        Gate gate = new(expected: 1);
        service.Faults.On("upload_slice_data", gate.PassAsync);
        Task<CosFile> first = service.UploadAsync(path, options);
        await gate.Full.Guarded();

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options)).Guarded();

        Assert.Equal("UploadLocked", failure.ErrorId);
        gate.Open();
        await first.Guarded();
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("upload_slice_init", 1)]
    [InlineData("upload_slice_data", 1)]
    [InlineData("upload_slice_finish", 0)]
    public async Task A_folder_that_becomes_unusable_on_the_way_is_one_warning_where_something_is_lost_by_it(string op, int warnings)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("mid.bin", 4 * Mebibyte);
        RecordingObserver observer = new();
        bool isDone = false;
        service.Faults.On(op, Faults.Before(() =>
        {
            isDone = true;
            Directory.Move(service.StateFolder, service.StateFolder + ".away");
            File.WriteAllText(service.StateFolder, "in the way");
        }));
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;

        await service.UploadAsync(path, options, observer: observer).Guarded();

        Assert.True(isDone);
        await service.AssertStoredAsync(path);
        Assert.Equal(warnings, observer.Warnings.Count);
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("", false, false)]
    [InlineData("damaged", false, true)]
    [InlineData("half", false, true)]
    [InlineData("half", false, false)]
    [InlineData("newer", true, true)]
    [InlineData("newer", true, false)]
    [InlineData("random", false, true)]
    [InlineData("other", false, true)]
    public async Task What_cannot_be_read_is_told_once_stepped_over_and_kept(string kind, bool staysInPlace, bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 4 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 2);
        string head = Path.Combine(service.StateFolder, upload.UploadId + ".json");
        byte[] content = Damage(kind, File.ReadAllBytes(head));
        File.WriteAllBytes(head, content);
        RecordingObserver observer = new();

        await Cut.GoOnAsync(service, upload, isResume: false, Service.Quick(sliced), observer);

        await service.AssertStoredAsync(path);
        Assert.Single(observer.Warnings);
        Assert.Contains(head, observer.Warnings.Single(), StringComparison.Ordinal);
        string[] left = Directory.GetFiles(service.StateFolder);
        Assert.Contains(left, file => File.ReadAllBytes(file).AsSpan().SequenceEqual(content));
        Assert.True(!staysInPlace || File.ReadAllBytes(head).AsSpan().SequenceEqual(content));

        List<string> reports = [];
        CosUploads list = new(service.StateFolder, reports.Add);
        Assert.Empty(list.List());
        Assert.Null(list.Find(upload.UploadId!));
        Assert.True(reports.Count <= 1, string.Join('\n', reports));
    }

    [Fact]
    public async Task Foreign_files_between_the_entries_are_told_once_and_disturb_nobody()
    {
        await using Service service = await Service.StartAsync();
        CosUpload upload = await Cut.AfterAsync(service, service.Folder.File("cut.bin", 4 * Mebibyte), 2);
        string notes = Path.Combine(service.StateFolder, "notes.txt");
        string other = Path.Combine(service.StateFolder, new string('0', 32) + ".json");
        File.WriteAllText(notes, "mine");
        File.WriteAllText(other, "{\"version\":1,");
        List<string> reports = [];
        CosUploads list = new(service.StateFolder, reports.Add);

        Assert.Equal(upload.UploadId, Assert.Single(list.List()).UploadId);
        Assert.Equal(upload.UploadId, Assert.Single(list.List()).UploadId);
        await Cut.GoOnAsync(service, upload, isResume: true);

        Assert.Equal(2, reports.Count);
        Assert.Equal(("mine", "{\"version\":1,"), (File.ReadAllText(notes), File.ReadAllText(other)));
    }

    private static string Unusable(Service service, Trouble trouble)
    {
        string path = Path.Combine(service.Folder.Path, "unusable");
        switch (trouble)
        {
            case Trouble.IsFile:
                File.WriteAllText(path, "a file");
                return path;
            case Trouble.LiesInFile:
                File.WriteAllText(path, "a file");
                return Path.Combine(path, "state");
            case Trouble.OthersMayWrite when !OperatingSystem.IsWindows():
                Directory.CreateDirectory(path);
                File.SetUnixFileMode(path, (UnixFileMode)0x1FF);
                return path;
            default:
                return "/proc/cosslice/state";
        }
    }

    private static byte[] Damage(string kind, byte[] head) => kind switch
    {
        "damaged" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(head).Replace("\"bucket\":\"accesslog\"", "\"bucket\":\"accesslag\"", StringComparison.Ordinal)),
        "half" => head[..(head.Length / 2)],
        "newer" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(head).Replace(
            $"\"version\":{RecordWriter.Version}", $"\"version\":{RecordWriter.Version + 1}", StringComparison.Ordinal)),
        "random" => [.. Enumerable.Range(0, 5000).Select(index => (byte)(index * 31))],
        "other" => "[1,2]"u8.ToArray(),
        _ => [],
    };
}
