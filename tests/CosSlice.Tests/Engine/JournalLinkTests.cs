using System.Diagnostics;
using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>What lies in the state folder under one of its names and is no file of its own is neither read nor written through.</summary>
public class JournalLinkTests
{
    private const int Mebibyte = 1024 * 1024;

    public static bool IsNotUnix => OperatingSystem.IsWindows();

    [Theory(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_that_is_a_link_is_not_used_and_the_upload_goes_on(bool dangles)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("a.bin", 2 * Mebibyte);
        string elsewhere = Path.Combine(service.Folder.Path, "elsewhere");
        if (!dangles)
        {
            StateFolder.Of(elsewhere).Create();
        }

        File.CreateSymbolicLink(service.StateFolder, elsewhere);
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true), observer: observer).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Contains("symbolic link", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        Assert.Equal(!dangles, Directory.Exists(elsewhere));
        Assert.True(dangles || Directory.GetFileSystemEntries(elsewhere).Length == 0);
        List<string> reports = [];
        Assert.Empty(new CosUploads(service.StateFolder, reports.Add).List());
        Assert.Contains("symbolic link", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    public void A_slash_at_its_end_makes_a_link_no_folder()
    {
        using TempFolder folder = new();
        string link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, folder.Path);

        Assert.Contains("symbolic link", StateFolder.Of(link + "/").Problem, StringComparison.Ordinal);
    }

    [Theory(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    [InlineData(".json", "file")]
    [InlineData(".json", "nothing")]
    [InlineData(".json", "head")]
    [InlineData(".lock", "file")]
    [InlineData(".lock", "nothing")]
    [InlineData(".parts", "file")]
    [InlineData(".parts", "nothing")]
    public async Task A_link_in_it_is_not_followed_and_the_upload_goes_on(string extension, string to)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("a.bin", 3 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 1);
        string name = Path.Combine(service.StateFolder, upload.UploadId + extension);
        string target = Path.Combine(service.Folder.Path, "precious");
        byte[] content = to == "head" ? File.ReadAllBytes(name) : "what is precious"u8.ToArray();
        if (to != "nothing")
        {
            File.WriteAllBytes(target, content);
        }

        File.Delete(name);
        File.CreateSymbolicLink(name, target);
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true), observer: observer).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal(to != "nothing", File.Exists(target));
        Assert.True(to == "nothing" || File.ReadAllBytes(target).AsSpan().SequenceEqual(content));
        Assert.Equal(extension == ".parts" ? 0 : 1, observer.Warnings.Count);
        Assert.Equal(extension != ".parts", new FileInfo(name).LinkTarget is not null);
        Assert.All(observer.Warnings, warning => Assert.Contains("symbolic link", warning, StringComparison.Ordinal));
    }

    [Theory(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    [InlineData(".json")]
    [InlineData(".lock")]
    [InlineData(".parts")]
    public async Task A_pipe_or_a_folder_in_it_is_no_file_and_the_upload_does_not_wait_for_it(string extension)
    {
        await using Service service = await Service.StartAsync();
        foreach (bool isPipe in new[] { true, false })
        {
            string path = service.Folder.File("a.bin", 3 * Mebibyte, seed: isPipe ? 1 : 2);
            CosUpload upload = await Cut.AfterAsync(service, path, 1, key: $"{isPipe}.bin");
            string name = Path.Combine(service.StateFolder, upload.UploadId + extension);
            File.Delete(name);
            if (isPipe)
            {
                using Process mkfifo = Process.Start("mkfifo", [name]);
                await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken).Guarded();
                Assert.Equal(0, mkfifo.ExitCode);
            }
            else
            {
                Directory.CreateDirectory(name);
            }

            await service.UploadAsync(path, Service.Quick(sliced: true), upload.Key).Guarded();

            await service.AssertStoredAsync(path, upload.Key);
        }
    }

    [Fact(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    public void A_link_that_takes_a_heads_place_while_it_is_read_is_not_read_through()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        string head = sample.HeadOf(record);
        string other = head + ".real";
        File.Move(head, other);
        File.CreateSymbolicLink(head, other);

        // Between a look at a path and its opening there is always time: what counts is what the opening itself does.
        Assert.Throws<IOException>(() => JournalFile.Read(head, _ => true));
        Assert.Throws<IOException>(() => LockFile.TryTake(head));
        Assert.False(LockFile.IsTaken(head));
        Assert.Equal(LockHolder.Unknown, LockFile.HolderOf(head));
    }
}
