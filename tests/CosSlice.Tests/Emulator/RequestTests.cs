using System.Globalization;
using System.Text;
using CosSlice.Emulator;
using CosSlice.Emulator.Answers;

namespace CosSlice.Tests.Emulator;

public sealed class RequestTests
{
    private const int Mebibyte = 1_048_576;

    [Fact]
    public async Task Field_names_have_no_case_and_no_order()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 4);
        WireAnswer begun = await emulator.PostAsync("a", ("Slice_Size", Mebibyte), ("fileSize", file.Length), ("OP", "upload_slice_init"));
        string session = begun.Text("session");
        byte[] last = file[Mebibyte..];

        // The content first: it has to wait for what it is.
        WireAnswer first = await emulator.PostAsync(
            "a", ("fileContent", file[..Mebibyte]), ("offset", 0), ("session", session), ("op", "upload_slice_data"));
        Assert.Equal((0, Mebibyte), (first.Code, first.Number("datalen")));
        WireAnswer second = await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("filecontent", last), ("SESSION", session), ("OFFSET", Mebibyte));
        Assert.Equal((0, 4), (second.Code, second.Number("datalen")));
        Assert.Equal(0, (await emulator.PostAsync("a", ("fileSize", file.Length), ("session", session), ("op", "upload_slice_finish"))).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(emulator.Host.StorePath, "spool")));
    }

    [Fact]
    public async Task Content_before_its_fields_is_checked_like_any_other()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 3 * Mebibyte);
        (string, object)[] fields = [("op", "upload_slice_data"), ("session", session), ("offset", 0)];
        (await emulator.PostAsync("a", [("filecontent", new byte[Mebibyte + 1]), .. fields])).AssertRefused(-281, 400);
        (await emulator.PostAsync("a", [("filecontent", new byte[5]), .. fields])).AssertRefused(-283, 400);
        Assert.Empty((await emulator.ListAsync("a")).Data.GetProperty("listparts").EnumerateArray());
    }

    [Fact]
    public async Task Fields_may_come_as_json_or_in_the_query()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 10);
        WireAnswer list = await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), """{"op":"upload_slice_list"}"""u8.ToArray(), TestEmulator.Sign(), "application/json; charset=utf-8");
        Assert.Equal(session, list.Text("session"));
        list = await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a") + "?op=upload_slice_list", [], TestEmulator.Sign());
        Assert.Equal(-5993, list.Code);
        list = await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a") + "?op=upload_slice_list", null, TestEmulator.Sign());
        Assert.Equal(session, list.Text("session"));
        list = await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a") + "?op=upload_slice_list", [], TestEmulator.Sign(), "application/json");
        Assert.Equal(session, list.Text("session"));
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] form = TestEmulator.Form(("op", "upload_slice_list"));
        await Refused("text/plain", form, -5993);
        await Refused("multipart/form-data", form, -5993);
        await Refused("multipart/form-data; boundary=other", form, -5993);
        await Refused($"multipart/form-data; boundary={TestEmulator.Boundary}", form[..^4], -5993);
        await Refused("application/json", "{"u8.ToArray(), -5975);
        await Refused("application/json", "[]"u8.ToArray(), -5975);
        await Refused("application/json", new byte[600 * 1024], -5975);
        (await emulator.PostAsync("a", ("op", "upload_slice_list"), ("x", new byte[65 * 1024]))).AssertRefused(-5993, 400);
        (await emulator.PostAsync("a", [.. Enumerable.Range(0, 101).Select(i => ($"f{i}", (object)"x"))])).AssertRefused(-5993, 400);
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"), ("FileContent", "y"))).AssertRefused(-5993, 400);

        async Task Refused(string type, byte[] body, int code) =>
            (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), body, TestEmulator.Sign(), type)).AssertRefused(code, 400);
    }

    [Fact]
    public async Task Uploadparts_may_have_megabytes()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        WireAnswer answer = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 9), ("slice_size", Mebibyte), ("sha", new string('a', 40)),
            ("uploadparts", $$"""[{"offset":0,"datalen":9,{{new string(' ', 15 * Mebibyte)}}"datasha":"{{new string('a', 40)}}"}]"""));
        Assert.Equal(0, answer.Code);
    }

    [Fact]
    public async Task An_op_must_be_known_and_asked_for_with_its_method()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await emulator.PostAsync("a", ("x", "y"))).AssertRefused(-5980, 400);
        (await emulator.PostAsync("a", ("op", ""))).AssertRefused(-5980, 400);
        (await emulator.PostAsync("a", ("op", "Upload"))).AssertRefused(-5964, 400);
        (await emulator.PostAsync("a", ("op", "stat"))).AssertRefused(-5996, 405);
        string target = TestEmulator.Path("a");
        (await emulator.SendAsync(HttpMethod.Get, target + "?op=upload", null, TestEmulator.Sign())).AssertRefused(-5996, 405);
        (await emulator.SendAsync(HttpMethod.Get, target + "?op=", null, TestEmulator.Sign())).AssertRefused(-5980, 400);
        (await emulator.SendAsync(HttpMethod.Put, target, [1], TestEmulator.Sign())).AssertRefused(-5996, 405);
        (await emulator.SendAsync(HttpMethod.Delete, target, null, TestEmulator.Sign())).AssertRefused(-5996, 405);
    }

    [Theory]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: application/json\r\nContent-Length: 0\r\n")]
    [InlineData("Content-Type: multipart/form-data\r\n")]
    [InlineData("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 0\r\n")]
    public async Task A_content_type_without_content_is_no_matter(string header)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"));
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        await connection.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {TestEmulator.Path("a")}?op=stat HTTP/1.1\r\nHost: x\r\nAuthorization: {TestEmulator.Sign()}\r\n{header}\r\n"));
        (string status, _) = await connection.ReceiveAsync();
        Assert.StartsWith("HTTP/1.1 200", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_needs_a_length_unless_the_profile_is_lenient()
    {
        byte[] form = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
        await using TestEmulator strict = await TestEmulator.StartAsync();
        await using TestEmulator lenient = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        (await SendAsync(strict)).AssertRefused(-5993, 411);
        Assert.Equal(0, (await SendAsync(lenient)).Code);

        Task<WireAnswer> SendAsync(TestEmulator emulator) => emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), form, TestEmulator.Sign(), configure: request => request.Headers.TransferEncodingChunked = true);
    }

    [Fact]
    public async Task A_refused_body_is_read_to_its_end_so_that_the_connection_lives_on()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        byte[] body = TestEmulator.Form(("op", "upload_slice_data"), ("session", "x"), ("offset", 0), ("filecontent", new byte[8 * Mebibyte]));
        for (int i = 0; i < 3; i++)
        {
            await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body);
            (string header, byte[] answer) = await connection.ReceiveAsync();
            Assert.StartsWith("HTTP/1.1 400 ", header, StringComparison.Ordinal);
            Assert.Contains("-29096", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_waits_for_the_body()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        byte[] body = TestEmulator.Form(("op", "upload_slice_data"), ("session", "x"), ("offset", 0), ("filecontent", new byte[Mebibyte]));
        await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..^1]);
        for (int i = 0; i < 20; i++)
        {
            await emulator.StatAsync("a");
        }

        Assert.DoesNotContain(emulator.Host.Requests, record => record.Method == "POST");
        await connection.SendAsync(body[^1..]);
        Assert.StartsWith("HTTP/1.1 400 ", (await connection.ReceiveAsync()).Header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_brings_no_byte_is_given_up()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Clock = clock);
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] body = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", new byte[Mebibyte]));
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..500_000]);
        Task<(string Header, byte[] Body)> answer = connection.ReceiveAsync();
        await TestEmulator.UntilAsync(() =>
        {
            clock.Elapse(TimeSpan.FromSeconds(30));
            return answer.IsCompleted;
        });
        (string header, byte[] json) = await answer;
        Assert.StartsWith("HTTP/1.1 408 ", header, StringComparison.Ordinal);
        Assert.Contains("-5963", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Empty((await emulator.ListAsync("a")).Data.GetProperty("listparts").EnumerateArray());
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_but_a_line_in_the_log()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] body = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", new byte[Mebibyte]));
        using (RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint))
        {
            await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..500_000]);
        }

        await TestEmulator.UntilAsync(() => emulator.Host.Requests.Count == 2);
        Assert.Equal((0, null), (emulator.Host.Requests[1].HttpStatus, emulator.Host.Requests[1].Code));
        Assert.Empty((await emulator.ListAsync("a")).Data.GetProperty("listparts").EnumerateArray());
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
    }

    [Fact]
    public async Task Every_answer_has_the_services_headers()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        foreach (WireAnswer answer in new[] { await emulator.StatAsync("a"), await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x")) })
        {
            Assert.Equal("tencent-cos", string.Join(' ', answer.Headers.GetValues("Server")));
            Assert.Equal(answer.RequestId, string.Join(' ', answer.Headers.GetValues("x-cos-request-id")));
            Assert.Equal("application/json; charset=utf-8", answer.ContentHeaders.ContentType?.ToString());
            Assert.Equal(answer.Body.Length, answer.ContentHeaders.ContentLength);
            Assert.NotNull(answer.Headers.Date);
        }
    }

    [Fact]
    public void Each_code_has_a_status_and_a_message_and_the_documented_ones_their_own()
    {
        Assert.All(CodeTable.Codes, code => Assert.NotEmpty(CodeTable.Lookup(code).Name));
        foreach ((int code, int status) in new[]
        {
            (-47, 403), (-48, 403), (-61, 403), (-63, 403), (-70, 403), (-97, 403), (-133, 404), (-175, 400), (-177, 409), (-195, 500),
            (-197, 404), (-284, 400), (-4016, 409), (-4019, 409), (-4020, 409), (-5999, 400), (-20034, 409), (-29095, 400), (-29096, 400),
            (-29105, 400), (-29133, 400), (-29134, 400), (-29136, 400), (-29138, 400), (-29144, 400), (-5965, 400), (-46157, 400),
        })
        {
            Assert.Equal(status, CodeTable.Lookup(code).Http);
        }
    }

    [Fact]
    public async Task Requests_are_kept_for_those_who_ask()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte + 1);
        WireAnswer slice = await emulator.SliceAsync("a", session, Mebibyte, [1]);
        RequestRecord record = emulator.Host.Requests[^1];
        Assert.Equal(("POST", "upload_slice_data", "accesslog", "a"), (record.Method, record.Op, record.Bucket, record.Key));
        Assert.Equal((Mebibyte, 1L, 200, 0, slice.RequestId), (record.Offset, record.DataLength, record.HttpStatus, record.Code, record.RequestId));
    }

    [Fact]
    public async Task A_line_is_written_for_each_request_and_no_secret_is_in_it()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using (TestEmulator emulator = await TestEmulator.StartAsync(options => (options.Quiet, options.Output) = (false, output)))
        {
            string session = await emulator.InitAsync("a", 2 * Mebibyte);
            await emulator.SliceAsync("a", session, Mebibyte, new byte[Mebibyte]);
            await emulator.SendAsync(HttpMethod.Get, TestEmulator.Path("b%1B%5B31m") + "?op=stat", null, TestEmulator.Sign());
            await emulator.SendAsync(HttpMethod.Get, TestEmulator.Path("c%0Ad") + "?op=stat&sign=" + TestEmulator.Sign(), null, null);
        }

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} POST upload_slice_data /accesslog/a offset=1048576 1\.0 MiB -> 200 0 SUCCESS \d+ ms req=\S+$", lines[1]);
        Assert.Contains("GET stat", lines[3], StringComparison.Ordinal);
        Assert.Contains(@"/accesslog/c\u000ad", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain(output.ToString(), character => char.IsControl(character) && character is not ('\r' or '\n'));
        Assert.DoesNotContain("AKIDemulator", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sign=", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_whether_an_object_or_an_upload_was_looked_at_or_deleted()
    {
        const string delete = """{"op":"delete"}""";
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => (options.Quiet, options.Output) = (false, output));
        var client = new V1Client(emulator, "v2");
        string session = await emulator.InitAsync("a", 3);
        await emulator.StatAsync("a");
        await emulator.SliceAsync("a", session, 0, new byte[3]);
        await emulator.FinishAsync("a", session, 3);
        await emulator.StatAsync("a");
        await client.JsonAsync("a", delete, once: true);
        await emulator.InitAsync("a", 3);
        await client.JsonAsync("a", delete, once: true);
        await emulator.StatAsync("a");
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "abc"));

        Assert.Equal(
            [
                ("upload_slice_init", null), ("stat", "unfinished"), ("upload_slice_data", null), ("upload_slice_finish", "finished"),
                ("stat", "finished"), ("delete", "finished"), ("upload_slice_init", null), ("delete", "unfinished"), ("stat", null), ("upload", "finished"),
            ],
            emulator.Host.Requests.Select(record => (record.Op, record.Note)));
        Assert.Contains("GET stat /accesslog/a -> 200 0 SUCCESS (unfinished) ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_put_a_fault_around_the_service()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(middleware: async (context, next) =>
        {
            if (context.Request.Headers.TryGetValue("X-Fault", out _))
            {
                await next(context);
                context.Abort();
                return;
            }

            await next(context);
        });
        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), TestEmulator.Form(("op", "upload"), ("filecontent", new byte[100_000])), TestEmulator.Sign(),
            configure: request => request.Headers.Add("X-Fault", "1")));
        Assert.Equal(0, Assert.Single(emulator.Host.Requests).Code);
        Assert.Equal(100_000, (await emulator.StatAsync("a")).Number("filesize"));
    }
}
