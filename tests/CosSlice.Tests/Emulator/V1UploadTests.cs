using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator;

/// <summary>op=upload_slice, on files/v1 and on files/v2.</summary>
public sealed class V1UploadTests
{
    private const int Mebibyte = 1_048_576;

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task A_file_goes_up_slice_after_slice_and_the_last_answer_bears_its_addresses(string version)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator, version);
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 7);
        WireAnswer begun = await client.BeginAsync("folder/a.bin", file, ("slice_size", Mebibyte));
        Assert.Equal(0, begun.Code);
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\+[A-Za-z0-9+/]{10}==$", begun.Text("session"));
        Assert.Equal((0, Mebibyte), (begun.Number("offset"), begun.Number("slice_size")));
        Assert.False(begun.Has("url"));

        foreach (int offset in new[] { 0, Mebibyte })
        {
            WireAnswer answer = await client.SliceAsync(
                "folder/a.bin", begun.Text("session"), offset, file[offset..(offset + Mebibyte)]);
            Assert.Equal(["offset", "session"], Members(answer));
            Assert.Equal((offset, begun.Text("session")), (answer.Number("offset"), answer.Text("session")));
        }

        WireAnswer last = await client.SliceAsync("folder/a.bin", begun.Text("session"), 2 * Mebibyte, file[(2 * Mebibyte)..]);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/folder/a.bin", last.Text("access_url"));
        Assert.Equal("/10055004/accesslog/folder/a.bin", last.Text("resource_path"));
        bool v1 = version == "v1";
        Assert.Equal($"http://accesslog-10055004.cos{(v1 ? "" : "sh")}.myqcloud.com/folder/a.bin", last.Text("source_url"));
        Assert.Equal(
            $"http://{(v1 ? "web" : "sh")}.file.myqcloud.com/files/{version}/10055004/accesslog/folder/a.bin", last.Text("url"));
        Assert.False(last.Has("session"));
        Assert.Equal(file, (await emulator.GetAsync("folder/a.bin")).Body);
        Assert.Equal(TestEmulator.Sha1(file), (await emulator.StatAsync("folder/a.bin")).Text("sha"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Mebibyte - 1)]
    [InlineData(Mebibyte)]
    [InlineData(Mebibyte + 1)]
    public async Task Any_length_but_none_goes_up(int length)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(length);
        Assert.True((await client.GoOnAsync("a", file, await client.BeginAsync("a", file))).Has("access_url"));
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(null, 1_048_576)]
    [InlineData(524_288, 524_288)]
    [InlineData(2_097_152, 2_097_152)]
    [InlineData(3_145_728, 3_145_728)]
    public async Task The_slice_size_may_be_left_to_the_service(int? asked, int answered)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (string, object)[] more = asked is { } size ? [("slice_size", size)] : [];
        Assert.Equal(answered, (await new V1Client(emulator).BeginAsync("a", new byte[10], more)).Number("slice_size"));
    }

    [Theory]
    [InlineData(-5979, "filesize=10")]
    [InlineData(-168, "filesize=10&sha=abc")]
    [InlineData(-5971, "sha={0}")]
    [InlineData(-5995, "sha={0}&filesize=ten")]
    [InlineData(-5995, "sha={0}&filesize=0")]
    [InlineData(-285, "sha={0}&filesize=536870912001")]
    [InlineData(-284, "sha={0}&filesize=10&slice_size=1048575")]
    [InlineData(-65, "sha={0}&filesize=10&filecontent=0123456789")]
    [InlineData(-286, "sha={0}&filesize=10&session=0123")]
    [InlineData(-286, "sha={0}&filesize=10&session=0e009a57-3eb7-4f9d-a651-5f3a294e5616+CtQT49EH")]
    [InlineData(-5983, "sha={0}&filesize=10&session=0e009a57-3eb7-4f9d-a651-5f3a294e5616+CtQT49EHAA==")]
    [InlineData(-5999, "sha={0}&filesize=10&insertOnly=2")]
    [InlineData(-5990, "offset=0&session=0e009a57-3eb7-4f9d-a651-5f3a294e5616+CtQT49EHAA==", "c/d")]
    [InlineData(-95, "offset=0&filecontent=0123456789")]
    [InlineData(-95, "filecontent=0123456789&offset=0&op=upload_slice")]
    public async Task A_wrong_request_is_refused(int code, string fields, string? key = null)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        string session = code == -5990 ? (await client.BeginAsync(key!, new byte[10])).Text("session") : "";
        (string, object)[] form =
        [
            .. fields.Split('&').Select(field => (field.Split('=')[0], (object)(field.Split('=')[0] switch
            {
                "session" when session.Length > 0 => session,
                _ => string.Format(null, field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..], new string('A', 40)),
            }))),
        ];
        (await client.PostAsync(key ?? "a", [("op", "upload_slice"), .. form])).AssertRefused(code, 400);
        Assert.DoesNotContain(emulator.Host.Requests, record => record is { Key: "a", Code: 0 });
    }

    [Fact]
    public async Task The_first_request_again_tells_where_to_go_on()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes((3 * Mebibyte) + 5);
        WireAnswer begun = await client.BeginAsync("a", file, ("slice_size", Mebibyte));
        string session = begun.Text("session");
        await client.SliceAsync("a", session, 0, file[..Mebibyte]);
        await client.SliceAsync("a", session, Mebibyte, file[Mebibyte..(2 * Mebibyte)]);

        WireAnswer bySha = await client.BeginAsync("a", file, ("slice_size", 3 * Mebibyte));
        WireAnswer bySession = await client.PostAsync(
            "a", ("op", "upload_slice"), ("filesize", file.Length), ("sha", TestEmulator.Sha1(file).ToUpperInvariant()),
            ("session", session));
        foreach (WireAnswer resumed in new[] { bySha, bySession })
        {
            Assert.Equal((0, session), (resumed.Code, resumed.Text("session")));
            Assert.Equal((2 * Mebibyte, Mebibyte), (resumed.Number("offset"), resumed.Number("slice_size")));
        }

        (await client.BeginAsync("a", file, ("session", session), ("filecontent", file[..10]))).AssertRefused(-65, 400);
        Assert.True((await client.GoOnAsync("a", file, bySha)).Has("access_url"));
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
        Assert.True((await client.BeginAsync("a", file, ("session", session))).Has("access_url"));
    }

    [Fact]
    public async Task A_session_whose_upload_is_gone_or_other_has_to_begin_again()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 1);
        string session = (await client.BeginAsync("a", file)).Text("session");
        (await client.BeginAsync("a", TestEmulator.RandomBytes(Mebibyte + 1), ("session", session))).AssertRefused(-4026, 409);
        (await client.BeginAsync("a", file[..Mebibyte], ("session", session))).AssertRefused(-4026, 409);
        Assert.Equal(0, (await client.JsonAsync("a", """{"op":"delete"}""", once: true)).Code);
        (await client.BeginAsync("a", file, ("session", session))).AssertRefused(-4026, 409);
        (await client.SliceAsync("a", session, 0, file[..Mebibyte])).AssertRefused(-290, 400);
        Assert.NotEqual(session, (await client.BeginAsync("a", file)).Text("session"));
    }

    [Fact]
    public async Task Other_content_starts_over_unless_that_is_set_to_be_refused()
    {
        byte[] one = TestEmulator.RandomBytes(10);
        byte[] two = TestEmulator.RandomBytes(10);
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        string first = (await client.BeginAsync("a", one)).Text("session");
        WireAnswer second = await client.BeginAsync("a", two);
        (await client.SliceAsync("a", first, 0, one)).AssertRefused(-290, 400);
        Assert.Equal(0, (await client.GoOnAsync("a", two, second)).Code);
        Assert.Equal(two, (await emulator.GetAsync("a")).Body);

        await using TestEmulator strict = await TestEmulator.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        client = new V1Client(strict);
        WireAnswer begun = await client.BeginAsync("a", one);
        (await client.BeginAsync("a", two)).AssertRefused(-4026, 409);
        Assert.Equal(0, (await client.GoOnAsync("a", one, begun)).Code);
    }

    [Fact]
    public async Task A_finished_file_is_replaced_only_when_asked()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(10);
        await client.PostAsync("a", ("op", "upload"), ("filecontent", "old"));
        (await client.BeginAsync("a", file)).AssertRefused(-177, 409);
        (await client.BeginAsync("a", file, ("insertOnly", 1))).AssertRefused(-177, 409);
        Assert.Equal(0, (await client.GoOnAsync("a", file, await client.BeginAsync("a", file, ("insertOnly", 0)))).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
        Assert.Equal("/10055004/accesslog/a", (await client.BeginAsync("a", file)).Text("resource_path"));
    }

    [Fact]
    public async Task Slices_come_in_order_and_whole()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 9);
        string session = (await client.BeginAsync("a", file)).Text("session");
        string other = (await client.BeginAsync("b", file)).Text("session");
        (await client.SliceAsync("a", session, Mebibyte, file[Mebibyte..(2 * Mebibyte)])).AssertRefused(-290, 400);
        (await client.SliceAsync("a", session, 524_288, file[..Mebibyte])).AssertRefused(-290, 400);
        (await client.SliceAsync("a", session, 3 * Mebibyte, file[..Mebibyte])).AssertRefused(-290, 400);
        (await client.SliceAsync("a", other, 0, file[..Mebibyte])).AssertRefused(-5983, 400);
        (await client.SliceAsync("a", "none", 0, file[..Mebibyte])).AssertRefused(-286, 400);
        (await client.SliceAsync("a", session, 0, file[..(Mebibyte - 1)])).AssertRefused(-284, 400);
        (await client.SliceAsync("a", session, 0, file[..(Mebibyte + 1)])).AssertRefused(-5991, 400);
        (await client.SliceAsync("a", session, 0, [])).AssertRefused(-283, 400);
        (await client.PostAsync("a", ("op", "upload_slice"), ("session", session), ("offset", "x"), ("filecontent", "y")))
            .AssertRefused(-5999, 400);
        WireAnswer list = await emulator.StatAsync("a");
        Assert.Equal(0, list.Number("filelen"));
        Assert.Equal(0, (await client.GoOnAsync("a", file, await client.BeginAsync("a", file))).Code);
    }

    [Fact]
    public async Task A_slice_whose_answer_was_lost_may_come_again()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 9);
        WireAnswer begun = await client.BeginAsync("a", file);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(0, (await client.SliceAsync("a", begun.Text("session"), 0, file[..Mebibyte])).Number("offset"));
        }

        Assert.Equal(0, (await client.GoOnAsync("a", file, begun)).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_repeated_slice_may_be_set_to_be_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.V1RepeatedSlice = V1RepeatedSlice.Refuse);
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(3 * Mebibyte);
        string session = (await client.BeginAsync("a", file)).Text("session");
        await client.SliceAsync("a", session, 0, file[..Mebibyte]);
        (await client.SliceAsync("a", session, 0, file[..Mebibyte])).AssertRefused(-4015, 409);
        await client.SliceAsync("a", session, Mebibyte, file[Mebibyte..(2 * Mebibyte)]);
        (await client.SliceAsync("a", session, 0, file[..Mebibyte])).AssertRefused(-4024, 409);
        Assert.Equal(2 * Mebibyte, (await client.BeginAsync("a", file)).Number("offset"));
    }

    [Fact]
    public async Task Slices_may_be_set_to_come_in_any_order()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.V1Parallel = true);
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes((7 * Mebibyte) + 1);
        string session = (await client.BeginAsync("a", file)).Text("session");
        WireAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Reverse().Select(i =>
            client.SliceAsync("a", session, i * Mebibyte, file[(i * Mebibyte)..Math.Min(file.Length, (i + 1) * Mebibyte)])));
        Assert.All(answers, answer => Assert.Equal(0, answer.Code));
        Assert.Single(answers, answer => answer.Has("access_url"));
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task The_next_offset_may_be_answered_instead_of_the_requests()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.V1AnswerNextOffset = true);
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes((3 * Mebibyte) + 1);
        WireAnswer begun = await client.BeginAsync("a", file, ("slice_size", 3 * Mebibyte));
        Assert.Equal(0, begun.Number("offset"));
        Assert.Equal(3 * Mebibyte, (await client.SliceAsync("a", begun.Text("session"), 0, file[..(3 * Mebibyte)])).Number("offset"));
    }

    [Fact]
    public async Task The_sha_of_a_slice_is_checked_only_where_that_is_set()
    {
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 1);
        byte[] slice = file[..Mebibyte];
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        string session = (await client.BeginAsync("a", file)).Text("session");
        Assert.Equal(0, (await client.SliceAsync("a", session, 0, slice, ("sha", "any"))).Code);

        await using TestEmulator checking = await TestEmulator.StartAsync(options => options.V1CheckSliceSha = true);
        client = new V1Client(checking);
        session = (await client.BeginAsync("a", file)).Text("session");
        (await client.SliceAsync("a", session, 0, slice, ("sha", TestEmulator.Sha1(file)))).AssertRefused(-5984, 400);
        (await client.SliceAsync("a", session, 0, slice, ("sha", "any"))).AssertRefused(-168, 400);
        Assert.Equal(0, (await checking.StatAsync("a")).Number("filelen"));
        Assert.Equal(0, (await client.SliceAsync("a", session, 0, slice, ("sha", TestEmulator.Sha1(slice)))).Code);
        Assert.True((await client.SliceAsync("a", session, Mebibyte, file[Mebibyte..])).Has("access_url"));
    }

    [Fact]
    public async Task Content_with_another_sha_than_announced_is_refused_and_begins_again()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 1);
        string session = (await client.BeginAsync("a", file)).Text("session");
        await client.SliceAsync("a", session, 0, file[..Mebibyte]);
        byte wrong = (byte)(file[^1] + 1);
        (await client.SliceAsync("a", session, Mebibyte, [wrong])).AssertRefused(-4016, 409);
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
        WireAnswer again = await client.BeginAsync("a", file);
        Assert.Equal(0, again.Number("offset"));
        Assert.Equal(0, (await client.GoOnAsync("a", file, again)).Code);
    }

    [Fact]
    public async Task Fields_after_the_content_count_as_well()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 1);
        string session = (await client.BeginAsync("a", file)).Text("session");
        WireAnswer first = await client.PostAsync(
            "a", ("fileContent", file[..Mebibyte]), ("offset", 0), ("session", session), ("op", "upload_slice"));
        Assert.Equal(0, first.Number("offset"));
        (await client.PostAsync("a", ("filecontent", "xx"), ("op", "upload_slice"), ("session", session), ("offset", 2 * Mebibyte)))
            .AssertRefused(-290, 400);
        Assert.True((await client.SliceAsync("a", session, Mebibyte, file[Mebibyte..])).Has("access_url"));
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task An_upload_goes_on_after_a_restart()
    {
        DirectoryInfo store = Directory.CreateTempSubdirectory("cosslice-test-");
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 3);
        string session;
        await using (TestEmulator before = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            session = (await new V1Client(before).BeginAsync("a", file)).Text("session");
            await new V1Client(before).SliceAsync("a", session, 0, file[..Mebibyte]);
        }

        await using (TestEmulator after = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            var client = new V1Client(after);
            WireAnswer resumed = await client.BeginAsync("a", file, ("session", session));
            Assert.Equal((session, Mebibyte), (resumed.Text("session"), resumed.Number("offset")));
            Assert.True((await client.GoOnAsync("a", file, resumed)).Has("access_url"));
            Assert.Equal(file, (await after.GetAsync("a")).Body);
        }

        store.Delete(recursive: true);
    }

    [Fact]
    public async Task The_conversations_of_the_two_generations_do_not_mix()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(10);
        string session = (await client.BeginAsync("a", file)).Text("session");
        (await emulator.SliceAsync("a", session, 0, file)).AssertRefused(-29096, 400);
        (await emulator.FinishAsync("a", session, 10)).AssertRefused(-29096, 400);
        (await emulator.PostAsync("a", ("op", "upload_slice_init"), ("filesize", 10), ("slice_size", Mebibyte))).AssertRefused(-4020, 409);
        foreach (string op in new[] { "upload_slice_init", "upload_slice_data", "upload_slice_list", "upload_slice_finish" })
        {
            (await client.PostAsync("b", ("op", op), ("session", session), ("offset", 0), ("filecontent", file))).AssertRefused(-5972, 400);
        }
    }

    [Fact]
    public async Task Answers_may_look_as_the_examples_do()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.V1ExampleForms = true);
        var client = new V1Client(emulator);
        byte[] file = TestEmulator.RandomBytes(10);
        WireAnswer last = await client.GoOnAsync("folder/a", file, await client.BeginAsync("folder/a", file));
        Assert.Equal("/folder/a", last.Text("resource_path"));
        Assert.Equal("http://web.file.myqcloud.com/files/v1/folder/a", last.Text("url"));
        Assert.Equal("/", string.Join(' ', last.ContentHeaders.GetValues("Content-Type")));
        Assert.Equal("nginx", string.Join(' ', last.Headers.GetValues("Server")));
        Assert.Equal(TestEmulator.Sha1(file).ToUpperInvariant(), (await client.GetAsync("folder/a", "op=stat")).Text("sha"));
        Assert.Equal((-197, 612), ((await client.GetAsync("b", "op=stat")).Code, (int)(await client.GetAsync("b", "op=stat")).Status));
        Assert.Equal("tencent-cos", string.Join(' ', (await emulator.StatAsync("folder/a")).Headers.GetValues("Server")));
    }

    private static IEnumerable<string> Members(WireAnswer answer) =>
        answer.Data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
}
