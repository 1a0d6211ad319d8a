using CosSlice.Http;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The path in a request's first line is that of its address, whether or not the address was made for it.</summary>
public class RequestPathTests
{
    private const string Pieces = "aZ09-_~.../ \\%:?#+@;=&*'()[]{}|^<>\"\u4e2d\u00e9\u202e\u0001";

    [Theory]
    [InlineData("http://127.0.0.1:8080/", 4, "a b/\u4e2d.bin", "/files/v2/10055004/accesslog/a%20b/%E4%B8%AD.bin")]
    [InlineData("http://127.0.0.1:8080/", 1, "a.bin", "/files/v1/10055004/accesslog/a.bin")]
    [InlineData("https://h.example/cos/x/", 4, "logs/a-b_c~d.0", "/cos/x/files/v2/10055004/accesslog/logs/a-b_c~d.0")]
    [InlineData("https://h.example/c%20s", 4, "...", "/c%20s/files/v2/10055004/accesslog/...")]
    public void It_is_root_and_key(string endpoint, int apiVersion, string key, string expected)
    {
        CosTarget target = Target(endpoint, apiVersion, key);

        Assert.Equal(expected, target.RequestPath);
        Assert.Equal(expected, target.Address.AbsolutePath);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/b.c/", true)]
    [InlineData("a..b/c", true)]
    [InlineData("Az09-_~", true)]
    [InlineData("a%20b", false)]
    [InlineData("./a", false)]
    [InlineData("a/../b", false)]
    [InlineData("a/.b", false)]
    [InlineData("a./b", false)]
    [InlineData("a.", false)]
    [InlineData("a//b", false)]
    [InlineData("/a", false)]
    [InlineData("a\\b", false)]
    [InlineData("\u00e9", false)]
    public void A_path_is_plain_where_nothing_is_to_be_normalised(string path, bool isPlain) => Assert.Equal(isPlain, PlainPath.Is(path));

    [Fact]
    public void A_plain_path_is_left_as_it_is()
        => Prop.ForAll<int[]>(picks =>
        {
            string path = string.Concat(picks.Select(pick => Pieces[(int)((uint)pick % Pieces.Length)]));
            return !PlainPath.Is(path) || new Uri("http://a/b/" + path).AbsolutePath == "/b/" + path;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_key_has_the_path_of_its_address()
        => Prop.ForAll<int[]>(picks =>
        {
            string key = string.Concat(picks.Select(pick => Pieces[(int)((uint)pick % Pieces.Length)]));
            return Outcome(key, target => target.RequestPath) == Outcome(key, target => target.Address.AbsolutePath);
        }).QuickCheckThrowOnFailure();

    private static string Outcome(string key, Func<CosTarget, string> path)
    {
        try
        {
            return path(Target("http://127.0.0.1/x/", 4, key));
        }
        catch (CosException refused)
        {
            return refused.Message;
        }
    }

    private static CosTarget Target(string endpoint, int apiVersion, string key)
        => CosTarget.Object(
            CosContext.Create("10055004", "accesslog", null, new Uri(endpoint), "AKIDid", "key", apiVersion: apiVersion), ObjectKey.Create(key));
}
