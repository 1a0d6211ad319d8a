using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CosSlice.Tests.Emulator;

public sealed class StatReadDeleteTests
{
    [Fact]
    public async Task Stat_has_the_documented_members()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "abc"), ("biz_attr", "mine"));
        WireAnswer stat = await emulator.StatAsync("a");
        Assert.Equal(0, stat.Code);
        foreach (string member in new[]
        {
            "access_url", "authority", "biz_attr", "ctime", "custom_headers", "filelen", "filesize", "forbid", "mtime",
            "preview_url", "sha", "slicesize", "source_url",
        })
        {
            Assert.True(stat.Has(member), member);
        }

        Assert.Equal("mine", stat.Text("biz_attr"));
        Assert.Equal(3, stat.Number("filesize"));
    }

    [Fact]
    public async Task Stat_tells_an_unfinished_upload_even_when_only_the_finish_is_missing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 1_048_579);
        Assert.Equal(0, (await emulator.StatAsync("a")).Number("filelen"));
        await emulator.SliceAsync("a", session, 1_048_576, new byte[3]);
        Assert.Equal(3, (await emulator.StatAsync("a")).Number("filelen"));
        await emulator.SliceAsync("a", session, 0, new byte[1_048_576]);
        WireAnswer stat = await emulator.StatAsync("a");
        Assert.True(stat.Number("filelen") < stat.Number("filesize"));
        (await emulator.GetAsync("a")).AssertRefused(-29129, 404);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
        (await emulator.StatAsync("folder/")).AssertRefused(-197, 404);
        (await emulator.ListAsync("a")).AssertRefused(-197, 404);
        (await emulator.GetAsync("a")).AssertRefused(-197, 404);
        (await emulator.SendAsync(HttpMethod.Get, "/files/v2/10055004/nobucket/a", null, null)).AssertRefused(-133, 404);
    }

    [Theory]
    [InlineData("access_url")]
    [InlineData("source_url")]
    [InlineData("url")]
    public async Task An_answers_urls_can_be_read_with_the_emulator_as_proxy(string member)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        WireAnswer stored = await emulator.PostAsync("dir/a%20%E4%B8%AD", ("op", "upload"), ("filecontent", "content"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = true, Proxy = new WebProxy(emulator.Origin) });
        var url = new Uri(stored.Text(member) + "?sign=" + Uri.EscapeDataString(TestEmulator.Sign(fileId: "/dir/a%20%E4%B8%AD")));
        Assert.Equal("content", await client.GetStringAsync(url, TestEmulator.Cancellation));
        Assert.Equal("dir/a 中", emulator.Host.Requests[^1].Key);
    }

    [Theory]
    [InlineData("accesslog-10055004.cos.myqcloud.com", "GET", "/a?op=stat", 200)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com:8080", "GET", "/a", 200)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com", "GET", "/b", 404)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com", "GET", "/", 400)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com", "GET", "/../a", 400)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com", "POST", "/a", 405)]
    [InlineData("other-10055004.cossh.myqcloud.com", "GET", "/a", 404)]
    [InlineData("accesslog-1.cossh.myqcloud.com", "GET", "/a", 404)]
    [InlineData("accesslog.cossh.myqcloud.com", "GET", "/a", 400)]
    [InlineData("accesslog-10055004.cossh.myqcloud.com.example", "GET", "/a", 400)]
    public async Task A_download_host_names_the_bucket_and_gives_objects_only(string host, string method, string target, int status)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "content"));
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"));
        (string header, byte[] body) = await connection.ReceiveAsync();
        Assert.StartsWith($"HTTP/1.1 {status}", header, StringComparison.Ordinal);
        Assert.Equal(status == 200, body.AsSpan().SequenceEqual("content"u8));
    }

    [Fact]
    public async Task An_object_can_be_read_whole_in_part_and_by_its_head()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "0123456789"));
        WireAnswer whole = await emulator.GetAsync("a");
        Assert.Equal(10, whole.ContentHeaders.ContentLength);
        Assert.NotNull(whole.ContentHeaders.LastModified);

        WireAnswer part = await emulator.SendAsync(
            HttpMethod.Get, TestEmulator.Path("a"), null, null, configure: request => request.Headers.Range = new RangeHeaderValue(2, 4));
        Assert.Equal(HttpStatusCode.PartialContent, part.Status);
        Assert.Equal("234", Encoding.ASCII.GetString(part.Body));

        WireAnswer head = await emulator.SendAsync(HttpMethod.Head, TestEmulator.Path("a"), null, null);
        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.Equal(10, head.ContentHeaders.ContentLength);
        Assert.Empty(head.Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_takes_json_or_a_form_and_removes_objects_and_half_uploads(bool json)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("dir/a%20b", ("op", "upload"), ("filecontent", "x"));
        string session = await emulator.InitAsync("half", 10);
        foreach (string key in new[] { "dir/a%20b", "half" })
        {
            byte[] body = json ? """{"op":"delete"}"""u8.ToArray() : TestEmulator.Form(("op", "delete"));
            string type = json ? "application/json" : $"multipart/form-data; boundary={TestEmulator.Boundary}";
            WireAnswer answer = await emulator.SendAsync(
                HttpMethod.Post, TestEmulator.Path(key), body, TestEmulator.SignOnce(key), type);
            Assert.Equal(0, answer.Code);
            (await emulator.StatAsync(key)).AssertRefused(-197, 404);
            (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path(key), body, TestEmulator.SignOnce(key), type))
                .AssertRefused(-197, 404);
        }

        (await emulator.SliceAsync("half", session, 0, new byte[10])).AssertRefused(-29096, 400);
        Assert.NotEqual(session, await emulator.InitAsync("half", 10));
    }

    [Fact]
    public async Task Nothing_of_a_deleted_object_stays_in_the_store()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"));
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "y"), ("insertOnly", 0));
        string objects = System.IO.Path.Combine(emulator.Host.StorePath, "objects");
        Assert.Equal(2, Directory.GetFiles(objects, "*", SearchOption.AllDirectories).Length);
        await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), """{"op":"delete"}"""u8.ToArray(), TestEmulator.SignOnce("a"), "application/json");
        Assert.Empty(Directory.GetFiles(emulator.Host.StorePath, "data-*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(objects, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(emulator.Host.StorePath, "spool")));
    }
}
