using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator;

public sealed class PathTests
{
    public static TheoryData<string> NastyKeys =>
    [
        "[1] # % + & ? * : \\ \" < > | ; = @ , ' ( ) ! ~ ` ^ { } $.iso",
        "中文/файл/😀.bin",
        "CON", "nul.txt", "a/aux/com1", "-rf", "~", "con/../prn".Replace("..", "…", StringComparison.Ordinal),
        "a.", "a ", " a", "...", "..a", "a..", ".hidden", "%2e%2e", "%", "%zz", "a%2Fb", "a+b c",
        "head.json", "data-", "store.lock", "../../etc/passwd".Replace("../", "..\\", StringComparison.Ordinal),
        new string('x', 850), string.Concat(Enumerable.Repeat("中", 283)),
        "tab\there", "new\nline", "del\u007f", "e\u0301", "\u00e9",
    ];

    [Theory]
    [MemberData(nameof(NastyKeys))]
    public async Task A_key_of_any_characters_keeps_its_bytes(string key)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await RoundTrip(emulator, key);
        string root = System.IO.Path.GetFullPath(emulator.Host.StorePath);
        Assert.All(
            Directory.GetFiles(root, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("passwd", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_look_alike_are_different_objects()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string[] keys = ["a", "A", "a ", "a.", "%61", "a%20", "a+", "é", "e\u0301", "a/b", "a\\b"];
        foreach (string key in keys)
        {
            await emulator.PostAsync(Encode(key), ("op", "upload"), ("filecontent", key));
        }

        foreach (string key in keys)
        {
            Assert.Equal(key, Encoding.UTF8.GetString((await emulator.GetAsync(Encode(key))).Body));
        }
    }

    [Fact]
    public async Task Escapes_are_one_key_however_they_are_written()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a%20(b)/%e4%B8%ad+", ("op", "upload"), ("filecontent", "x"));
        foreach (string alike in new[] { "%61%20%28b%29/%E4%B8%AD%2B", "a%20(b)%2F%e4%b8%ad+" })
        {
            Assert.Equal("x"u8.ToArray(), (await emulator.GetAsync(alike)).Body);
        }
    }

    [Fact]
    public async Task Any_text_makes_a_key_that_comes_back()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Gen<string> segment = Gen.OneOf(
                Gen.Choose(1, 0xd7ff).Select(c => char.ConvertFromUtf32(c)),
                Gen.Choose(0xe000, 0x10ffff).Select(char.ConvertFromUtf32),
                Gen.Elements("%", "+", ".", "\\", "?", "#", ":", "%2F"))
            .ArrayOf()
            .Select(string.Concat)
            .Where(text => text.Length is > 0 and < 40 && text is not ("." or "..") && !text.Any(c => c is '/' or (>= '\u0018' and <= '\u001b')));
        Gen<string> key = segment.NonEmptyListOf().Select(segments => string.Join('/', segments.Take(4)));
        Prop.ForAll(key.ToArbitrary(), text => RoundTrip(emulator, text).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("/files/v2/10055004/accesslog/%FF", -46157)]
    [InlineData("/files/v2/10055004/accesslog/%C0%AF", -46157)]
    [InlineData("/files/v2/10055004/accesslog/%ED%A0%80", -46157)]
    [InlineData("/files/v2/10055004/accesslog/a%", -5994)]
    [InlineData("/files/v2/10055004/accesslog/a%2", -5994)]
    [InlineData("/files/v2/10055004/accesslog/a%gg", -5994)]
    [InlineData("/files/v2/10055004/accesslog/a//b", -180)]
    [InlineData("/files/v2/10055004/accesslog//b", -180)]
    [InlineData("/files/v2/10055004/accesslog/a%2F%2Fb", -180)]
    [InlineData("/files/v2/10055004/accesslog/../b", -180)]
    [InlineData("/files/v2/10055004/accesslog/a/%2E%2e/b", -180)]
    [InlineData("/files/v2/10055004/accesslog/a/.", -180)]
    [InlineData("/files/v2/10055004/accesslog/..%2f..%2fetc", -180)]
    [InlineData("/files/v2/10055004/accesslog/a%1A", -180)]
    [InlineData("/files/v2/10055004/accesslog/folder/", -160)]
    [InlineData("/files/v2/10055004/accesslog/", -160)]
    [InlineData("/files/v2/10055004/accesslog", -160)]
    [InlineData("/files/v2/10055004", -5994)]
    [InlineData("/files/v3/10055004/accesslog/a", -5994)]
    [InlineData("/files/v1/10055004/accesslog/%FF", -147)]
    [InlineData("/files/v1/10055004/accesslog/folder/", -160)]
    [InlineData("/files/v1/10055004", -5994)]
    [InlineData("/", -5994)]
    [InlineData("/other", -5994)]
    public async Task A_path_that_names_no_file_is_refused(string target, int code)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
        (await emulator.SendAsync(HttpMethod.Post, target, body, TestEmulator.Sign())).AssertRefused(code, 400);
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(emulator.Host.StorePath, "objects"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_key_of_851_bytes_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await emulator.PostAsync(new string('x', 851), ("op", "upload"), ("filecontent", "x"))).AssertRefused(-180, 400);
        string wide = Encode(string.Concat(Enumerable.Repeat("中", 284)));
        (await emulator.PostAsync(wide, ("op", "upload"), ("filecontent", "x"))).AssertRefused(-180, 400);
    }

    [Fact]
    public async Task A_region_segment_before_the_path_is_stepped_over()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
        string target = "/sh.file.myqcloud.com" + TestEmulator.Path("a");
        Assert.Equal(0, (await emulator.SendAsync(HttpMethod.Post, target, body, TestEmulator.Sign())).Code);
        Assert.Equal("x"u8.ToArray(), (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task The_urls_of_an_answer_are_percent_encoded()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        WireAnswer answer = await emulator.PostAsync(Encode("dir/a b+中"), ("op", "upload"), ("filecontent", "x"));
        Assert.Equal("/10055004/accesslog/dir/a%20b%2B%E4%B8%AD", answer.Text("resource_path"));
        Assert.EndsWith("/dir/a%20b%2B%E4%B8%AD", answer.Text("access_url"), StringComparison.Ordinal);
    }

    private static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    private static async Task RoundTrip(TestEmulator emulator, string key)
    {
        byte[] content = Encoding.UTF8.GetBytes(key);
        WireAnswer put = await emulator.PostAsync(Encode(key), ("op", "upload"), ("filecontent", content), ("insertOnly", 0));
        Assert.Equal(0, put.Code);
        Assert.Equal(key, emulator.Host.Requests[^1].Key);
        Assert.Equal($"/10055004/accesslog/{Encode(key)}", put.Text("resource_path"));
        Assert.Equal(content, (await emulator.GetAsync(Encode(key))).Body);
        string signature = TestEmulator.SignOnce(Encode(key));
        WireAnswer deleted = await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path(Encode(key)), """{"op":"delete"}"""u8.ToArray(), signature, "application/json");

        // A long name of wide characters does not fit into a signature of 2 KB.
        Assert.Equal(signature.Length > 2048 ? -46180 : 0, deleted.Code);
    }
}
