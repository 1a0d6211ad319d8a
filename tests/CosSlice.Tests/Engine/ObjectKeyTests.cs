using CosSlice.Http;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

public class ObjectKeyTests
{
    private static readonly CosContext Context = CosContext.Create(
        "10055004", "accesslog", null, new Uri("http://127.0.0.1:1/"), "AKIDemulator", "emulator");

    [Theory]
    [InlineData("a.iso", "a.iso")]
    [InlineData("x/[1] #50%+&?*.iso", "x/%5B1%5D%20%2350%25%2B%26%3F%2A.iso")]
    [InlineData("中文/😀.bin", "%E4%B8%AD%E6%96%87/%F0%9F%98%80.bin")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("~-._", "~-._")]
    [InlineData("...", "...")]
    public void Every_segment_is_encoded_as_RFC_3986_has_it(string key, string encoded)
        => Assert.Equal(encoded, ObjectKey.Create(key).Encoded);

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/./b")]
    [InlineData("a/../b")]
    public void A_key_that_could_address_another_object_is_refused(string key)
        => Assert.Equal("InvalidKey", Assert.Throws<CosException>(() => ObjectKey.Create(key)).ErrorId);

    [Fact]
    public void Half_a_character_is_no_text()
        => Assert.Equal("InvalidKey", Assert.Throws<CosException>(() => ObjectKey.Create("a\ud800")).ErrorId);

    [Theory]
    [InlineData(850, true)]
    [InlineData(851, false)]
    public void The_limit_counts_bytes_of_UTF8(int bytes, bool isTaken)
    {
        string key = string.Concat(Enumerable.Repeat("é", bytes / 2)) + new string('a', bytes % 2);

        CosException? refused = Record.Exception(() => ObjectKey.Create(key)) as CosException;

        Assert.Equal(isTaken, refused is null);
        Assert.True(isTaken || refused!.ErrorId == "InvalidKey");
    }

    [Theory]
    [InlineData("/a/b", "a/b")]
    [InlineData("\\a\\b", "a/b")]
    [InlineData("a/b/", "a/b/")]
    [InlineData("//a", "/a")]
    [InlineData("", "")]
    public void What_a_user_writes_loses_one_leading_slash_and_its_backslashes(string written, string expected)
        => Assert.Equal(expected, ObjectKey.Normalize(written));

    [Fact]
    public void Whatever_key_is_taken_the_request_goes_to_exactly_that_object()
        => Prop.ForAll<NonEmptyString>(text =>
        {
            ObjectKey key;
            try
            {
                key = ObjectKey.Create(text.Get);
            }
            catch (CosException refused)
            {
                return refused.ErrorId == "InvalidKey";
            }

            Uri address = RequestAddress.Of(CosTarget.Object(Context, key), string.Empty);
            const string root = "/files/v2/10055004/accesslog/";
            return address.AbsolutePath.StartsWith(root, StringComparison.Ordinal)
                && Uri.UnescapeDataString(address.AbsolutePath[root.Length..]) == text.Get;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("http://127.0.0.1:1/gate/", "/gate/files/v2/10055004/accesslog/a")]
    [InlineData("http://127.0.0.1:1", "/files/v2/10055004/accesslog/a")]
    public void An_endpoint_may_have_a_path(string endpoint, string expected)
    {
        CosContext context = CosContext.Merge(CosContext.Create(endpoint: new Uri(endpoint)), Context);

        Assert.Equal(expected, RequestAddress.Of(CosTarget.Object(context, ObjectKey.Create("a")), string.Empty).AbsolutePath);
    }
}
