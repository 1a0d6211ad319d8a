using System.Diagnostics;
using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Where the journal lies, who may read it, and why it may not be used.</summary>
public sealed class JournalFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("/s", "/x", "/h", "/s")]
    [InlineData("/s/", "/x", "/h", "/s")]
    [InlineData("/", "/x", "/h", "/")]
    [InlineData("", "/x", "/h", "/x/cosslice")]
    [InlineData(" ", "/x", "/h", "/x/cosslice")]
    [InlineData(null, "/x", null, "/x/cosslice")]
    [InlineData(null, "x", "/h", "/h/.local/state/cosslice")]
    [InlineData(null, "", "/h", "/h/.local/state/cosslice")]
    [InlineData(null, null, "/h", "/h/.local/state/cosslice")]
    [InlineData(null, null, "h", null)]
    [InlineData(null, null, "", null)]
    [InlineData(null, "x", null, null)]
    [InlineData("s", "/x", "/h", null)]
    [InlineData("~/s", "/x", "/h", null)]
    public void On_Unix_it_lies_where_the_specification_has_it(string? chosen, string? state, string? home, string? expected)
        => AssertFound(expected, isWindows: false, new()
        {
            ["COSSLICE_STATE"] = chosen,
            ["XDG_STATE_HOME"] = state,
            ["HOME"] = home,
            ["LOCALAPPDATA"] = "/l",
        });

    [Theory]
    [InlineData(@"D:\s", @"C:\l", @"D:\s")]
    [InlineData(@"D:\s\", @"C:\l", @"D:\s")]
    [InlineData(@"D:\", @"C:\l", @"D:\")]
    [InlineData(@"\\server\share\s", null, @"\\server\share\s")]
    [InlineData(@"\s", @"C:\l", null)]
    [InlineData("D:s", @"C:\l", null)]
    [InlineData("s", @"C:\l", null)]
    [InlineData(null, @"C:\l", @"C:\l|CosSlice")]
    [InlineData(null, "l", null)]
    [InlineData(null, null, null)]
    public void On_Windows_it_lies_in_the_profile(string? chosen, string? local, string? expected)
        => AssertFound(expected?.Replace('|', Path.DirectorySeparatorChar), isWindows: true, new()
        {
            ["COSSLICE_STATE"] = chosen,
            ["LOCALAPPDATA"] = local,
            ["XDG_STATE_HOME"] = "/x",
            ["HOME"] = "/h",
        });

    [Theory]
    [InlineData("/")]
    [InlineData("/s")]
    [InlineData("/s/t")]
    public void Its_files_have_the_names_that_the_library_joins(string path)
        => Assert.Equal(Path.Combine(path, "id.lock"), StateFolder.Of(path).PathOf("id", ".lock"));

    [Fact]
    public void Looking_writes_nothing()
    {
        string path = Path.Combine(_folder.Path, "a", "b");
        StateFolder folder = At(path);
        JournalStore store = new(folder, Clock.System, (_, reason) => Assert.Fail(reason));
        UploadRecord record = JournalSample.Record();

        Assert.Null(folder.Problem);
        Assert.Empty(store.List());
        Assert.Null(store.Find(record.UploadId));
        Assert.Null(store.FindHash(record with { Sha1 = new string('0', 40) }));
        Assert.Null(store.FindHolder(record.UploadId));
        store.Remove(record.UploadId);
        _ = new JournalWriter(store, Clock.System, record, Assert.Fail);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void It_and_all_in_it_is_the_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        using JournalSample sample = new();
        (UploadRecord record, Hashing.FileHash hash) = JournalSample.Hashed();
        using UploadLock held = sample.Store.TryLock(record.UploadId).Lock!;
        sample.Store.Save(record);
        sample.Store.Save(record);
        sample.Store.SaveHash(record.UploadId, hash, record.LastWriteTimeUtc);

        const UnixFileMode ownFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ownFile | UnixFileMode.UserExecute, File.GetUnixFileMode(sample.Path));
        Assert.Equal(ownFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(sample.Path)!));
        Assert.Equal(3, sample.Files().Count);
        foreach (string file in Directory.GetFiles(sample.Path))
        {
            Assert.Equal(ownFile, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void A_file_is_private_from_its_first_moment_and_never_another_ones()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        string path = Path.Combine(_folder.Path, "名 file");
        using (FileStream file = PrivateFile.Create(path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            file.WriteByte(1);
        }

        Assert.Throws<IOException>(() => PrivateFile.Create(path));
        Assert.Equal([1], File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("file/far/below")]
    public void A_file_in_the_way_is_named(string relative)
    {
        string file = _folder.File("file", 1);

        StateFolder folder = At(Path.Combine(_folder.Path, relative));

        Assert.Contains($"'{file}' is a file", folder.Problem, StringComparison.Ordinal);
        Assert.Throws<JournalException>(folder.Create);
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_folder_that_others_may_write_to_is_not_used(UnixFileMode right)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        string path = Path.Combine(_folder.Path, "shared");
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | right);

        Assert.Contains(right == UnixFileMode.GroupWrite ? "0720" : "0702", At(path).Problem, StringComparison.Ordinal);
        AssertNothingHappens(At(path));
    }

    [Fact]
    public void A_folder_that_others_may_only_read_is_used()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        string path = Path.Combine(_folder.Path, "readable");
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ED);

        Assert.Null(At(path).Problem);
    }

    [Fact]
    public void A_folder_of_another_user_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName != "root", "Only the superuser can give a folder away.");
        string path = Path.Combine(_folder.Path, "theirs");
        Directory.CreateDirectory(path);
        using (Process chown = Process.Start("chown", ["65534", path]))
        {
            chown.WaitForExit();
            Assert.Equal(0, chown.ExitCode);
        }

        Assert.Contains("belongs to another user (id 65534, not 0)", At(path).Problem, StringComparison.Ordinal);
        AssertNothingHappens(At(path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_says_why_when_it_is_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder of the system's in which nobody makes another.");
        StateFolder folder = At("/proc/cosslice/state");

        JournalException refused = Assert.Throws<JournalException>(folder.Create);

        Assert.Null(folder.Problem);
        Assert.Equal(folder.Path, refused.Subject);
        Assert.StartsWith("The folder '/proc/cosslice/state' cannot be made: No such file or directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_must_not_be_written_to_says_why_and_can_still_be_read()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        const UnixFileMode readOnly = (UnixFileMode)0x16D;
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        File.SetUnixFileMode(sample.HeadOf(record), readOnly);
        File.SetUnixFileMode(sample.Path, readOnly);
        for (string folder = Path.GetDirectoryName(sample.Path)!; folder != Path.GetDirectoryName(Path.GetTempPath() + "x"); folder = Path.GetDirectoryName(folder)!)
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0x1ED);
        }

        (Exception? failure, LockAnswer answer, IReadOnlyList<UploadRecord> listed) = OrdinaryUser.Run(
            () => (Record.Exception(() => sample.Store.Save(record)), sample.Store.TryLock(record.UploadId), sample.Store.List()));
        answer.Lock!.Dispose();
        File.SetUnixFileMode(sample.Path, (UnixFileMode)0x1C0);

        Assert.Contains(sample.Path, Assert.IsType<JournalException>(failure).Message, StringComparison.Ordinal);
        Assert.Contains(sample.Path, answer.Problem, StringComparison.Ordinal);
        Assert.Equal([record], listed);
        Assert.Equal([record.UploadId + ".json"], sample.Files());
        Assert.Empty(sample.Reports);
    }

    [Fact]
    public void Without_one_looking_says_so_once()
    {
        List<string> reports = [];
        JournalStore store = new(StateFolder.Find(_ => null, isWindows: false), Clock.System, (_, reason) => reports.Add(reason));

        Assert.Empty(store.List());
        Assert.Null(store.Find(JournalSample.Record().UploadId));
        store.Remove(JournalSample.Record().UploadId);

        Assert.Contains("HOME", Assert.Single(reports), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static StateFolder At(string path)
        => StateFolder.Find(name => name == "COSSLICE_STATE" ? path : null, isWindows: OperatingSystem.IsWindows());

    private static void AssertFound(string? expected, bool isWindows, Dictionary<string, string?> environment)
    {
        StateFolder folder = StateFolder.Find(environment.GetValueOrDefault, isWindows);

        Assert.Equal(expected, folder.Path);
        if (expected is null)
        {
            Assert.Contains("COSSLICE_STATE", folder.Problem, StringComparison.Ordinal);
            Assert.EndsWith(".", folder.Problem, StringComparison.Ordinal);
        }
    }

    private static void AssertNothingHappens(StateFolder folder)
    {
        JournalStore store = new(folder, Clock.System, (_, _) => { });
        JournalException refused = Assert.Throws<JournalException>(() => store.Save(JournalSample.Record()));
        Assert.Equal(folder.Problem, refused.Message);
        using UploadLock held = store.TryLock(JournalSample.Record().UploadId).Lock!;
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path!));
    }
}
