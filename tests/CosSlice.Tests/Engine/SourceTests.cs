using System.Diagnostics;
using CosSlice.Files;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The local file, and everything that can be wrong with it.</summary>
public class SourceTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task A_missing_file_is_said_to_be_missing()
        => Assert.Equal("PathNotFound", await FailureAsync(service => Path.Combine(service.Folder.Path, "none.bin")));

    [Fact]
    public async Task A_file_in_a_missing_folder_is_said_to_be_missing()
        => Assert.Equal("PathNotFound", await FailureAsync(service => Path.Combine(service.Folder.Path, "none", "none.bin")));

    [Fact]
    public async Task A_folder_is_no_file()
        => Assert.Equal("PathIsFolder", await FailureAsync(service => service.Folder.Path));

    [Fact]
    public async Task A_file_over_64_GiB_is_refused_before_the_first_byte()
    {
        await using Service service = await Service.StartAsync();
        string path = Path.Combine(service.Folder.Path, "huge.bin");
        using (FileStream sparse = File.Create(path))
        {
            sparse.SetLength(TransferOptions.FileMaximum + 1);
        }

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path));

        Assert.Equal("FileTooLarge", failure.ErrorId);
        Assert.Equal(CosErrorKind.LimitsExceeded, failure.Kind);
        Assert.Empty(service.Emulator.Requests);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_said_to_be_unreadable()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        using TempFolder folder = new();
        string path = folder.File("denied.bin", 10);
        File.SetUnixFileMode(path, UnixFileMode.None);

        CosException? failure = OrdinaryUser.Run(() => Record.Exception(() => SourceFile.Open(path))) as CosException;

        Assert.Equal("FileUnreadable", failure?.ErrorId);
        Assert.NotNull(failure!.RecommendedAction);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_stands_for_the_file_behind_it(bool sliced)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using Service service = await Service.StartAsync();
        string target = service.Folder.File("target.bin", 12 * Mebibyte);
        string link = Path.Combine(service.Folder.Path, "link.bin");
        File.CreateSymbolicLink(link, target);

        CosFile stored = await service.UploadAsync(link, Service.Quick(sliced));
        service.Faults.On(sliced ? "upload_slice_data" : "upload", Faults.Before(() => Change(target, "grow")));
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(link, Service.Quick(sliced, CosChecksum.Md5), "changed.bin"));

        Assert.Equal(12 * Mebibyte, stored.Length);
        await service.AssertNotStoredAsync("changed.bin");
        Assert.Equal("SourceChanged", failure.ErrorId);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/proc/cpuinfo")]
    public async Task What_says_that_it_is_empty_and_is_not_is_no_file(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux devices.");

        Assert.Equal("FileUnreadable", await FailureAsync(_ => path).Guarded());
    }

    [Fact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix pipes.");
        string errorId = await FailureAsync(service =>
        {
            string path = Path.Combine(service.Folder.Path, "名 pipe");
            using Process mkfifo = Process.Start("mkfifo", [path]);
            mkfifo.WaitForExit();
            Assert.Equal(0, mkfifo.ExitCode);
            return path;
        }).Guarded();

        Assert.Equal("FileUnreadable", errorId);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_alone_is_said_to_be_unreadable()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("held.bin", 10);
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows keeps other programs out of a file.");

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path));

        Assert.Equal("FileUnreadable", failure.ErrorId);
    }

    [Theory]
    [InlineData(true, "shrink")]
    [InlineData(true, "grow")]
    [InlineData(true, "touch")]
    [InlineData(true, "remove")]
    [InlineData(true, "replace")]
    [InlineData(false, "shrink")]
    [InlineData(false, "grow")]
    [InlineData(false, "touch")]
    [InlineData(false, "remove")]
    [InlineData(false, "replace")]
    public async Task A_file_that_changes_on_the_way_is_never_finished(bool sliced, string change)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && change is "replace", "Windows does not replace a file that is open.");
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("changing.bin", 12 * Mebibyte);
        TransferOptions options = Service.Quick(sliced);
        options.ThrottleLimit = 1;

        // At the arrival of the request's head the rest of its body is still to be read from the file.
        service.Faults.On(sliced ? "upload_slice_data" : "upload", Faults.Before(() => Change(path, change)));

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options)).Guarded();

        Assert.Equal("SourceChanged", failure.ErrorId);
        Assert.Equal(CosErrorKind.SourceChanged, failure.Kind);
        Assert.Empty(service.Requests("upload_slice_finish"));
        await service.AssertNotStoredAsync("changing.bin");
    }

    [Theory]
    [InlineData("shrink", false)]
    [InlineData("grow", false)]
    [InlineData("touch", false)]
    [InlineData("remove", false)]
    [InlineData("replace", false)]
    [InlineData("grow", true)]
    [InlineData("remove", true)]
    public async Task A_small_file_that_has_changed_since_it_was_read_is_not_sent_once_more(string change, bool isLink)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && (isLink || change is "replace"), "Links need a privilege, and nothing replaces a file that is open.");
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("target.bin", 4096);
        string named = isLink ? Path.Combine(service.Folder.Path, "link.bin") : path;
        if (isLink)
        {
            File.CreateSymbolicLink(named, path);
        }

        service.Faults.On("upload", (context, next) =>
        {
            Change(path, change);
            return Faults.Break(context, next);
        });

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(named, Service.Quick(), "changed.bin")).Guarded();

        Assert.Equal("SourceChanged", failure.ErrorId);
        await service.AssertNotStoredAsync("changed.bin");
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("remove")]
    public async Task In_version_1_too_the_path_is_looked_at_before_the_last_slice_ends(string change)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && change is "replace", "Windows does not replace a file that is open.");
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("changing.bin", 3 * Mebibyte);
        service.Faults
            .On("upload_slice", (context, next) => next(context))
            .On("upload_slice", Faults.Before(() => Change(path, change)));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1)).Guarded();

        Assert.Equal("SourceChanged", failure.ErrorId);
        await service.AssertNotStoredAsync("changing.bin");
    }

    [Fact]
    public async Task A_change_after_the_last_slice_is_noticed_before_the_last_step()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("late.bin", Mebibyte);
        service.Faults.On("upload_slice_data", Faults.Alter(body =>
        {
            Change(path, "grow");
            return body;
        }));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true)));

        Assert.Equal("SourceChanged", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_finish"));
    }

    [Fact]
    public async Task Other_programs_may_write_to_a_file_that_is_only_read()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("shared.bin", Mebibyte);
        using FileStream other = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        await service.UploadAsync(path);

        await service.AssertStoredAsync(path);
    }

    private static void Change(string path, string change)
    {
        switch (change)
        {
            case "shrink":
                using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    file.SetLength(100);
                }

                break;
            case "grow":
                using (FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    file.WriteByte(1);
                }

                break;
            case "touch":
                File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
                break;
            case "remove":
                File.Delete(path);
                break;
            default:
                File.Copy(path, path + ".new");
                File.SetLastWriteTimeUtc(path + ".new", DateTime.UtcNow.AddSeconds(5));
                File.Move(path + ".new", path, overwrite: true);
                break;
        }
    }

    private static async Task<string> FailureAsync(Func<Service, string> path)
    {
        await using Service service = await Service.StartAsync();
        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path(service), key: "x"));
        Assert.NotNull(failure.RecommendedAction);
        Assert.Empty(service.Emulator.Requests);
        return failure.ErrorId;
    }
}
