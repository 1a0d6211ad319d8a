using System.Security.Cryptography;
using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator;

public sealed class SimpleUploadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_971_520)]
    public async Task A_file_up_to_the_limit_goes_up_in_one_request(int length)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(length);
        string sha = Convert.ToHexStringLower(SHA1.HashData(file));
        WireAnswer answer = await emulator.PostAsync("a.bin", ("op", "upload"), ("sha", sha), ("filecontent", file));
        Assert.Equal(0, answer.Code);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/a.bin", answer.Text("access_url"));
        Assert.Equal(file, (await emulator.GetAsync("a.bin")).Body);
        WireAnswer stat = await emulator.StatAsync("a.bin");
        Assert.Equal(length, stat.Number("filelen"));
        Assert.Equal(sha, stat.Text("sha"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beyond_the_limit_the_front_proxy_answers_in_html(bool opFirst)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (string, object)[] fields = [("op", "upload"), ("filecontent", new byte[20_971_521])];
        WireAnswer answer = await emulator.PostAsync("a", opFirst ? fields : [fields[1], fields[0]]);
        Assert.Equal(413, (int)answer.Status);
        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task A_body_beyond_any_request_is_refused_without_reading_it_all()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), 109_951_162_777_600));
        await connection.SendAsync(new byte[65 * 1024 * 1024]);
        (string header, _) = await connection.ReceiveAsync();
        Assert.StartsWith("HTTP/1.1 413 ", header, StringComparison.Ordinal);
        Assert.Contains("Connection: close", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_sha_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"), ("sha", new string('0', 40)))).AssertRefused(-4016, 409);
        (await emulator.PostAsync("a", ("op", "upload"), ("sha", new string('0', 40)))).AssertRefused(-5990, 400);
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task An_insert_only_that_can_not_be_read_counts_as_none_where_the_profile_is_lenient()
    {
        (string, object)[] upload = [("op", "upload"), ("filecontent", "x"), ("insertOnly", "\0")];
        await using TestEmulator strict = await TestEmulator.StartAsync();
        (await strict.PostAsync("a", upload)).AssertRefused(-5999, 400);
        await using TestEmulator lenient = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        Assert.Equal(0, (await lenient.PostAsync("a", upload)).Code);
        (await lenient.PostAsync("a", [upload[0], upload[2], ("filecontent", "y")])).AssertRefused(-177, 409);
    }

    [Fact]
    public async Task The_same_content_again_is_a_success_and_other_content_is_not()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(0, (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "one"))).Code);
        Assert.Equal(0, (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "one"))).Code);
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "two"))).AssertRefused(-177, 409);
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "two"), ("insertOnly", 1))).AssertRefused(-177, 409);
        Assert.Equal("one"u8.ToArray(), (await emulator.GetAsync("a")).Body);
        Assert.Equal(0, (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "two"), ("insertOnly", 0))).Code);
        Assert.Equal("two"u8.ToArray(), (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task It_may_be_signed_once_and_only_once()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string once = TestEmulator.SignOnce("a");
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
        Assert.Equal(0, (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), body, once)).Code);
        (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), body, once)).AssertRefused(-77, 403);
    }
}
