using CosSlice.Paths;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Cmdlets;

public class KeyBuilderTests
{
    [Theory]
    [InlineData(null, null, false, "/data/a/b.iso", "b.iso")]
    [InlineData("x/", null, false, "/data/a/b.iso", "x/b.iso")]
    [InlineData("/x\\y-", null, false, "/data/b.iso", "x/y-b.iso")]
    [InlineData(null, "/data", false, "/data/a/b.iso", "a/b.iso")]
    [InlineData("x/", "/data/", false, "/data/a/b.iso", "x/a/b.iso")]
    [InlineData(null, "/", false, "/data/b.iso", "data/b.iso")]
    [InlineData(null, null, false, "/data/back\\slash", "back\\slash")]
    [InlineData(null, @"C:\data", true, @"C:\data\a\b.iso", "a/b.iso")]
    [InlineData(null, @"c:\DATA\", true, @"C:\data\b.iso", "b.iso")]
    [InlineData(null, @"C:\", true, @"C:\data\b.iso", "data/b.iso")]
    [InlineData(null, @"\\server\share", true, @"\\server\share\a\b.iso", "a/b.iso")]
    public void The_key_is_prefix_and_relative_path_or_name(string? prefix, string? root, bool windows, string path, string expected)
        => Assert.Equal(expected, new KeyBuilder(prefix, root, windows).Build(path, key: null).Value);

    [Theory]
    [InlineData("/data", false, "/database/b.iso")]
    [InlineData("/data", false, "/b.iso")]
    [InlineData("/Data", false, "/data/b.iso")]
    [InlineData(@"C:\data", true, @"D:\data\b.iso")]
    public void A_file_outside_the_root_is_refused(string root, bool windows, string path)
        => Assert.Equal("KeyOutsideRoot", Assert.Throws<CosException>(() => new KeyBuilder(null, root, windows).Build(path, null)).ErrorId);

    [Fact]
    public void A_whole_key_is_taken_as_it_is_written_and_beside_no_rule()
    {
        Assert.Equal("a/b", new KeyBuilder(null, null, windows: false).Build("/x", @"\a\b").Value);
        Assert.Equal("InvalidOption", Assert.Throws<CosException>(() => new KeyBuilder("p/", null, windows: false).Build("/x", "k")).ErrorId);
        Assert.Equal("InvalidOption", Assert.Throws<CosException>(() => new KeyBuilder(null, "/", windows: false).Build("/x", "k")).ErrorId);
    }

    [Fact]
    public void Two_files_below_a_root_never_share_a_key()
    {
        Gen<string> segment = Gen.Elements("a", "b", "A", "a b", "中", "a\\b", "..a");
        Gen<string> path = segment.NonEmptyListOf().Select(segments => "/top/" + string.Join('/', segments));
        Prop.ForAll(
            path.ToArbitrary(),
            path.ToArbitrary(),
            (one, other) =>
            {
                KeyBuilder keys = new("p/", "/top", windows: false);
                return one == other == (keys.Build(one, null).Value == keys.Build(other, null).Value);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_target_is_claimed_once_and_another_bucket_is_another_target()
    {
        TargetSet targets = new();
        ObjectKey key = ObjectKey.Create("k");
        CosContext one = CosContext.Create("1", "one", "sh");
        targets.Claim(one, key, "/a");
        targets.Claim(one, ObjectKey.Create("K"), "/b");
        targets.Claim(CosContext.Create("1", "two", "sh"), key, "/c");
        Assert.Equal("DuplicateKey", Assert.Throws<CosException>(() => targets.Claim(one, key, "/d")).ErrorId);
    }
}
