using System.Security.Cryptography;
using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator;

/// <summary>The emulator as something to measure clients against: it answers as always and keeps no content.</summary>
public sealed class DiscardTests
{
    private const int Mebibyte = 1_048_576;

    [Fact]
    public async Task An_upload_by_slices_is_answered_as_always()
    {
        await using TestEmulator emulator = await StartAsync();
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 9);
        string session = await emulator.InitAsync("a", file.Length);
        WireAnswer slice = await emulator.SliceAsync("a", session, 2 * Mebibyte, file[(2 * Mebibyte)..]);
        Assert.Equal((0, 9L, 2L * Mebibyte), (slice.Code, slice.Number("datalen"), slice.Number("offset")));
        Assert.False(slice.Has("datamd5"));
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, file[..Mebibyte])).Code);

        WireAnswer list = await emulator.ListAsync("a");
        Assert.Equal(session, list.Text("session"));
        Assert.Equal(
            [(0, Mebibyte), (2L * Mebibyte, 9)],
            list.Data.GetProperty("listparts").EnumerateArray()
                .Select(part => (part.GetProperty("offset").GetInt64(), part.GetProperty("datalen").GetInt64())));
        Assert.Equal(Mebibyte + 9, (await emulator.StatAsync("a")).Number("filelen"));
        (await emulator.FinishAsync("a", session, file.Length)).AssertRefused(-29144, 400);

        Assert.Equal(0, (await emulator.SliceAsync("a", session, Mebibyte, file[Mebibyte..(2 * Mebibyte)])).Code);
        WireAnswer finish = await emulator.FinishAsync("a", session, file.Length);
        Assert.Equal("/10055004/accesslog/a", finish.Text("resource_path"));
        WireAnswer stat = await emulator.StatAsync("a");
        Assert.Equal((file.Length, file.Length, ""), (stat.Number("filelen"), stat.Number("filesize"), stat.Text("sha")));
    }

    [Fact]
    public async Task An_upload_goes_on_after_its_connection_was_cut_in_a_slice()
    {
        await using TestEmulator emulator = await StartAsync();
        byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);
        string session = await emulator.InitAsync("a", file.Length);
        await emulator.SliceAsync("a", session, Mebibyte, file[Mebibyte..]);
        byte[] form = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", file[..Mebibyte]));
        using (RawConnection cut = await RawConnection.OpenAsync(emulator.Host.Endpoint))
        {
            await cut.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), form.Length), form[..(form.Length / 2)]);
        }

        await TestEmulator.UntilAsync(() => emulator.Host.Requests.Any(request => request.HttpStatus == 0));
        Assert.Equal(Mebibyte, (await emulator.StatAsync("a")).Number("filelen"));
        (await emulator.FinishAsync("a", session, file.Length)).AssertRefused(-29144, 400);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, file[..Mebibyte])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, file[..Mebibyte])).Code);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, file.Length)).Code);
    }

    [Fact]
    public async Task A_declared_sha_is_believed_and_is_the_objects()
    {
        await using TestEmulator emulator = await StartAsync();
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 9);
        var upload = new ShaClient(emulator, "a", file);
        Assert.Equal(0, (await upload.InitAsync()).Code);
        Assert.Equal(0, (await upload.SliceAsync(0, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await upload.SliceAsync(Mebibyte, Mebibyte)).Code);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(upload.Sha, (await emulator.StatAsync("a")).Text("sha"));

        Assert.True((await new ShaClient(emulator, "b", file).InitAsync()).Has("access_url"));
        Assert.Equal((upload.Sha, file.Length), await FactsAsync(emulator, "b"));
        (await new ShaClient(emulator, "a", TestEmulator.RandomBytes(Mebibyte + 9)).InitAsync()).AssertRefused(-177, 409);
    }

    [Fact]
    public async Task An_instant_upload_can_be_turned_off_here_too()
    {
        await using TestEmulator emulator = await StartAsync(options => options.InstantUpload = false);
        byte[] file = TestEmulator.RandomBytes(9);
        await new ShaClient(emulator, "a", file).UploadAsync();
        Assert.True((await new ShaClient(emulator, "b", file).InitAsync()).Has("session"));
    }

    [Fact]
    public async Task The_ends_of_slices_are_still_those_that_were_declared()
    {
        await using TestEmulator emulator = await StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(3 * Mebibyte));
        await upload.InitAsync();
        (await upload.SliceAsync(0, 100)).AssertRefused(-283, 400);
        (await upload.SliceAsync(0, new byte[Mebibyte + 1])).AssertRefused(-281, 400);
    }

    [Fact]
    public async Task Files_v1_is_answered_as_always()
    {
        await using TestEmulator emulator = await StartAsync();
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 9);
        var client = new V1Client(emulator);
        string session = (await client.BeginAsync("a", file)).Text("session");
        WireAnswer slice = await emulator.PostAsync("a", ("op", "upload_slice"), ("session", session), ("offset", 0), ("filecontent", new byte[Mebibyte]));
        Assert.Equal(0, slice.Code);
        Assert.Equal(Mebibyte, (await client.BeginAsync("a", file)).Number("offset"));
        WireAnswer last = await emulator.PostAsync(
            "a", ("op", "upload_slice"), ("session", session), ("offset", Mebibyte), ("filecontent", file[Mebibyte..]));
        Assert.True(last.Has("access_url"));
        Assert.Equal((TestEmulator.Sha1(file), file.Length), await FactsAsync(emulator, "a"));
    }

    [Fact]
    public async Task A_simple_upload_has_its_length_and_the_sha_it_declares()
    {
        await using TestEmulator emulator = await StartAsync();
        string sha = TestEmulator.Sha1("other"u8);
        Assert.Equal(0, (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "bytes"))).Code);
        Assert.Equal(0, (await emulator.PostAsync("b", ("op", "upload"), ("sha", sha), ("filecontent", "bytes"))).Code);
        Assert.Equal(0, (await emulator.PostAsync("c", ("filecontent", "bytes"), ("op", "upload"))).Code);
        Assert.Equal(("", 5), await FactsAsync(emulator, "a"));
        Assert.Equal((sha, 5), await FactsAsync(emulator, "b"));
        Assert.Equal(("", 5), await FactsAsync(emulator, "c"));
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "bytes"))).AssertRefused(-177, 409);
        (await emulator.PostAsync("b", ("op", "upload"), ("filecontent", "bytes"))).AssertRefused(-177, 409);
        Assert.Equal(0, (await emulator.PostAsync("b", ("op", "upload"), ("sha", sha), ("filecontent", "bytes"))).Code);
        Assert.Equal(0, (await emulator.PostAsync("b", ("op", "upload"), ("insertOnly", 0), ("filecontent", "longer"))).Code);
        Assert.Equal(("", 6), await FactsAsync(emulator, "b"));
    }

    [Fact]
    public async Task Reading_an_object_is_refused_and_says_why()
    {
        await using TestEmulator emulator = await StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "bytes"));
        WireAnswer answer = await emulator.GetAsync("a");
        answer.AssertRefused(-29129, 404);
        Assert.Contains("discards content", answer.Message, StringComparison.Ordinal);
        (await emulator.GetAsync("b")).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task Objects_folders_and_unfinished_uploads_are_listed_and_deleted()
    {
        await using TestEmulator emulator = await StartAsync();
        var v1 = new V1Client(emulator, "v2");
        Assert.Equal(0, (await v1.JsonAsync("dir/", """{"op":"create"}""")).Code);
        await emulator.PostAsync("dir/a", ("op", "upload"), ("filecontent", "bytes"));
        await emulator.InitAsync("dir/b", Mebibyte);
        WireAnswer list = await emulator.SendAsync(
            HttpMethod.Get, TestEmulator.Path("dir/") + "?op=list&num=10", null, TestEmulator.Sign());
        Assert.Equal(
            [("a", 5), ("b", 0)],
            list.Data.GetProperty("infos").EnumerateArray()
                .Select(info => (info.GetProperty("name").GetString(), info.GetProperty("filelen").GetInt32())));
        foreach (string key in new[] { "dir/a", "dir/b", "dir/" })
        {
            Assert.Equal(0, (await v1.JsonAsync(key, """{"op":"delete"}""", once: true)).Code);
            (await v1.JsonAsync(key, """{"op":"delete"}""", once: true)).AssertRefused(-197, 404);
        }

        (await emulator.StatAsync("dir/a")).AssertRefused(-197, 404);
        await emulator.InitAsync("dir/b", Mebibyte);
    }

    [Fact]
    public async Task A_one_time_signature_works_once()
    {
        await using TestEmulator emulator = await StartAsync();
        string once = TestEmulator.SignOnce("a");
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
        Assert.Equal(0, (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), body, once)).Code);
        (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), body, once)).AssertRefused(-77, 403);
    }

    [Fact]
    public async Task The_md5_of_a_slice_is_computed_where_it_is_asked_for()
    {
        await using TestEmulator emulator = await StartAsync(options =>
        {
            options.AnswerDataMd5 = true;
            options.CheckDataMd5 = true;
        });
        byte[] file = TestEmulator.RandomBytes(Mebibyte);
        string md5 = Convert.ToHexStringLower(MD5.HashData(file));
        string session = await emulator.InitAsync("a", file.Length);
        Assert.Equal(md5, (await emulator.SliceAsync("a", session, 0, file)).Text("datamd5"));
        WireAnswer contentFirst = await emulator.PostAsync(
            "a", ("filecontent", file), ("op", "upload_slice_data"), ("session", session), ("offset", 0));
        Assert.Equal(md5, contentFirst.Text("datamd5"));
        WireAnswer wrong = await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("datamd5", new string('0', 32)), ("filecontent", file));
        wrong.AssertRefused(-29143, 400);
    }

    [Fact]
    public async Task A_slice_whose_fields_come_after_its_content_is_taken()
    {
        await using TestEmulator emulator = await StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte);
        WireAnswer slice = await emulator.PostAsync(
            "a", ("filecontent", new byte[Mebibyte]), ("op", "upload_slice_data"), ("session", session), ("offset", 0));
        Assert.Equal((0, Mebibyte), (slice.Code, slice.Number("datalen")));
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte)).Code);
    }

    [Fact]
    public async Task Not_a_byte_is_written_and_nothing_is_remembered_after_the_end()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cosslice-test-");
        try
        {
            await using (EmulatorProcess process = await EmulatorProcess.StartInAsync(folder.FullName, "--discard"))
            {
                Assert.Contains("Store: none, content is discarded", process.Greeting);
                byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);
                string session = await process.Client.InitAsync("a", file.Length);
                await process.Client.SliceAsync("a", session, 0, file[..Mebibyte]);
                await process.Client.SliceAsync("a", session, Mebibyte, file[Mebibyte..]);
                await process.Client.PostAsync("b", ("op", "upload"), ("filecontent", file));
                Assert.Equal(0, (await process.Client.FinishAsync("a", session, file.Length)).Code);
                Assert.Equal(0, Size(folder));
            }

            Assert.Equal(0, Size(folder));
            await using EmulatorProcess again = await EmulatorProcess.StartInAsync(folder.FullName, "--discard");
            (await again.Client.StatAsync("a")).AssertRefused(-197, 404);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_discarding_can_not_do_is_told_at_the_start()
    {
        EmulatorConfigurationException store = await Assert.ThrowsAsync<EmulatorConfigurationException>(
            () => StartAsync(options => options.Store = "x"));
        Assert.Contains("--store", store.Message, StringComparison.Ordinal);
        EmulatorConfigurationException check = await Assert.ThrowsAsync<EmulatorConfigurationException>(
            () => StartAsync(options => options.CheckDataSha = true));
        Assert.Contains("--check-datasha", check.Message, StringComparison.Ordinal);
    }

    private static long Size(DirectoryInfo folder) => folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static async Task<(string Sha, long Length)> FactsAsync(TestEmulator emulator, string key)
    {
        WireAnswer stat = await emulator.StatAsync(key);
        return (stat.Text("sha"), stat.Number("filelen"));
    }

    private static Task<TestEmulator> StartAsync(Action<EmulatorOptions>? configure = null) => TestEmulator.StartAsync(options =>
    {
        options.Discard = true;
        configure?.Invoke(options);
    });
}
