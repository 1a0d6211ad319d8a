using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator;

/// <summary>The store stays within its folder, whatever symbolic links lie in it.</summary>
public sealed class StoreLinkTests
{
    public static bool IsNotUnix => OperatingSystem.IsWindows();

    [Theory(Skip = "Links need a privilege on Windows.", SkipWhen = nameof(IsNotUnix))]
    [InlineData("head.json")]
    [InlineData("data-*")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_link_that_is_put_into_it_is_neither_read_nor_written_through(string what)
    {
        using TempFolder folder = new();
        bool isData = what == "data-*";
        string store = Path.Combine(folder.Path, "store");
        await using (TestEmulator emulator = await TestEmulator.StartAsync(options => options.Store = store))
        {
            Assert.Equal(0, (await emulator.PostAsync("k", ("op", "upload"), ("filecontent", "inside"))).Code);
            string head = Directory.GetFiles(Path.Combine(store, "objects"), "head.json", SearchOption.AllDirectories).Single();
            string at = what.StartsWith('.')
                ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(head)!, what is "." ? "." : ".."))
                : Directory.GetFiles(Path.GetDirectoryName(head)!, what).Single();
            string outside = Path.Combine(folder.Path, "outside");
            Directory.Move(at, outside);
            File.CreateSymbolicLink(at, outside);
            string[] before = Look(outside);

            (await emulator.GetAsync("k")).AssertRefused(-195, 500);

            // New content has a file of its own, and the link in the old one's place goes.
            WireAnswer replaced = await emulator.PostAsync("k", ("op", "upload"), ("insertOnly", 0), ("filecontent", "new"));
            Assert.Equal(isData ? 0 : -195, replaced.Code);

            Assert.Equal(before, Look(outside));
        }

        if (isData)
        {
            return;
        }

        EmulatorConfigurationException refused = await Assert.ThrowsAsync<EmulatorConfigurationException>(
            () => TestEmulator.StartAsync(options => options.Store = store));
        Assert.Contains("symbolic link", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Look(string path) => Directory.Exists(path)
        ? [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => file + File.ReadAllText(file))]
        : [File.ReadAllText(path)];
}
