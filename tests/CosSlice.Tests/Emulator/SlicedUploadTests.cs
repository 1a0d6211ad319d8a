using System.Security.Cryptography;
using System.Text.Json;
using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator;

public sealed class SlicedUploadTests
{
    private const int Mebibyte = 1_048_576;

    [Fact]
    public async Task A_file_goes_up_in_slices_of_any_order_and_comes_back_the_same()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes((3 * Mebibyte) + 777);
        string session = await emulator.InitAsync("folder/a.bin", file.Length);
        Assert.Matches("^[0-9a-f]{96}$", session);

        foreach (int offset in new[] { 3, 0, 2, 1 }.Select(i => i * Mebibyte))
        {
            byte[] slice = file[offset..Math.Min(file.Length, offset + Mebibyte)];
            WireAnswer answer = await emulator.SliceAsync("folder/a.bin", session, offset, slice);
            Assert.Equal(0, answer.Code);
            Assert.Equal("SUCCESS", answer.Message);
            Assert.Equal(session, answer.Text("session"));
            Assert.Equal(offset, answer.Number("offset"));
            Assert.Equal(slice.Length, answer.Number("datalen"));
            Assert.Equal(Convert.ToHexStringLower(MD5.HashData(slice)), answer.Text("datamd5"));
        }

        WireAnswer finished = await emulator.FinishAsync("folder/a.bin", session, file.Length);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/folder/a.bin", finished.Text("access_url"));
        Assert.Equal("/10055004/accesslog/folder/a.bin", finished.Text("resource_path"));
        Assert.Equal("http://accesslog-10055004.cossh.myqcloud.com/folder/a.bin", finished.Text("source_url"));
        Assert.Equal("http://sh.file.myqcloud.com/files/v2/10055004/accesslog/folder/a.bin", finished.Text("url"));
        Assert.Equal(file, (await emulator.GetAsync("folder/a.bin")).Body);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(file)), (await emulator.StatAsync("folder/a.bin")).Text("sha"));
    }

    [Fact]
    public async Task Slices_may_come_at_the_same_time()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(24 * Mebibyte);
        string session = await emulator.InitAsync("a", file.Length);
        WireAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i =>
            emulator.SliceAsync("a", session, i * Mebibyte, file[(i * Mebibyte)..((i + 1) * Mebibyte)])));
        Assert.All(answers, answer => Assert.Equal(0, answer.Code));
        Assert.Equal(0, (await emulator.FinishAsync("a", session, file.Length)).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task The_list_tells_what_is_there_then_the_finished_object()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", (2 * Mebibyte) + 5);
        WireAnswer empty = await emulator.ListAsync("a");
        Assert.Equal((2 * Mebibyte) + 5, empty.Number("filesize"));
        Assert.Equal(Mebibyte, empty.Number("slice_size"));
        Assert.Equal(session, empty.Text("session"));
        Assert.Empty(empty.Data.GetProperty("listparts").EnumerateArray());
        Assert.False(empty.Has("sha"));

        await emulator.SliceAsync("a", session, 2 * Mebibyte, new byte[5]);
        await emulator.SliceAsync("a", session, 0, new byte[Mebibyte]);
        Assert.Equal([(0, Mebibyte), (2 * Mebibyte, 5)], Parts(await emulator.ListAsync("a")));

        await emulator.SliceAsync("a", session, Mebibyte, new byte[Mebibyte]);
        await emulator.FinishAsync("a", session, (2 * Mebibyte) + 5);
        WireAnswer finished = await emulator.ListAsync("a");
        Assert.Equal("/10055004/accesslog/a", finished.Text("resource_path"));
        Assert.False(finished.Has("session"));
    }

    [Fact]
    public async Task A_repeated_slice_is_a_success_and_the_latest_bytes_count()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte + 1);
        byte[] first = TestEmulator.RandomBytes(Mebibyte);
        byte[] second = TestEmulator.RandomBytes(Mebibyte);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, first)).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, first)).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, second)).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, Mebibyte, [7])).Code);
        Assert.Equal(2, Parts(await emulator.ListAsync("a")).Length);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte + 1)).Code);
        Assert.Equal([.. second, 7], (await emulator.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(RepeatedSlice.Keep, 0)]
    [InlineData(RepeatedSlice.Refuse, -29147)]
    public async Task The_first_bytes_may_be_set_to_count(RepeatedSlice repeated, int code)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.RepeatedSlice = repeated);
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] first = TestEmulator.RandomBytes(Mebibyte);
        byte[] second = [.. first[..^1], (byte)(first[^1] + 1)];
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, first)).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, first)).Code);
        Assert.Equal(code, (await emulator.SliceAsync("a", session, 0, second)).Code);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte)).Code);
        Assert.Equal(first, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_datamd5_may_be_set_not_to_be_compared()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.CheckDataMd5 = false);
        string session = await emulator.InitAsync("a", 1);
        WireAnswer slice = await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("datamd5", new string('0', 32)), ("filecontent", "x"));
        Assert.Equal((0, "9dd4e461268c8034f5c8564e155c67a6"), (slice.Code, slice.Text("datamd5")));
    }

    [Fact]
    public async Task Half_of_a_repeated_slice_leaves_the_whole_one_as_it_was()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] whole = TestEmulator.RandomBytes(Mebibyte);
        await emulator.SliceAsync("a", session, 0, whole);
        byte[] body = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", TestEmulator.RandomBytes(Mebibyte)));
        using (RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint))
        {
            await connection.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..(Mebibyte / 2)]);

            // Time for the half to be looked at: a connection that has ended already is not read any more.
            for (int i = 0; i < 20; i++)
            {
                await emulator.StatAsync("a");
            }
        }

        await TestEmulator.UntilAsync(() => emulator.Host.Requests.Any(record => record.HttpStatus == 0));
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte)).Code);
        Assert.Equal(whole, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_slice_whose_request_hangs_is_taken_over_by_the_next_request_for_it()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] stale = TestEmulator.RandomBytes(Mebibyte);
        byte[] fresh = TestEmulator.RandomBytes(Mebibyte);
        byte[] body = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", stale));
        using RawConnection hanging = await RawConnection.OpenAsync(emulator.Host.Endpoint);
        await hanging.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..(Mebibyte / 2)]);

        // Whether the hanging request has begun by now or begins later, the new bytes are what is recorded in between.
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, fresh)).Code);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte)).Code);
        await hanging.SendAsync(body[(Mebibyte / 2)..]);
        (string answer, _) = await hanging.ReceiveAsync();
        Assert.Matches("^HTTP/1.1 (409|400) ", answer);
        Assert.Equal(fresh, (await emulator.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(-5971, "slice_size=1048576")]
    [InlineData(-5965, "filesize=10")]
    [InlineData(-29141, "filesize=x&slice_size=1048576")]
    [InlineData(-29141, "filesize=-1&slice_size=1048576")]
    [InlineData(-29141, "filesize=0&slice_size=1048576")]
    [InlineData(-29105, "filesize=68719476737&slice_size=1048576")]
    [InlineData(-284, "filesize=10&slice_size=1048575")]
    [InlineData(-284, "filesize=10&slice_size=4194304")]
    [InlineData(-284, "filesize=10&slice_size=many")]
    [InlineData(-29133, "filesize=10&slice_size=1048576&sha=da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData(-5999, "filesize=10&slice_size=1048576&sha=abc&uploadparts=[]")]
    [InlineData(-5999, "filesize=10&slice_size=1048576&insertOnly=2")]
    public async Task A_wrong_init_is_refused(int code, string fields)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (string, object)[] form = [.. fields.Split('&').Select(field => (field.Split('=')[0], (object)field.Split('=')[1]))];
        (await emulator.PostAsync("a", [("op", "upload_slice_init"), .. form])).AssertRefused(code, 400);
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
    }

    [Theory]
    [InlineData(524_288, 1_048_576)]
    [InlineData(1_048_576, 1_048_576)]
    [InlineData(2_097_152, 2_097_152)]
    [InlineData(3_145_728, 3_145_728)]
    public async Task The_documented_slice_sizes_are_taken(long asked, long answered)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        WireAnswer answer = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 68_719_476_736), ("slice_size", asked));
        Assert.Equal(answered, answer.Number("slice_size"));
        Assert.False(answer.Has("serial_upload"));
    }

    [Fact]
    public async Task Half_a_mebibyte_is_a_slice_where_every_offset_may_be_one()
    {
        const long half = 524_288;
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", half + 1), ("slice_size", half)];
        string digest = new('a', 40);
        string parts = $$"""[{"offset":0,"datalen":524288,"datasha":"{{digest}}"},{"offset":524288,"datalen":1,"datasha":"{{digest}}"}]""";
        (string, object)[] sha = [("sha", digest), ("uploadparts", parts)];
        await using TestEmulator strict = await TestEmulator.StartAsync();
        Assert.Equal(half, (await strict.PostAsync("sha", [.. init, .. sha])).Number("slice_size"));
        Assert.Equal(half, (await strict.PostAsync("one", ("op", "upload_slice_init"), ("filesize", half), ("slice_size", half))).Number("slice_size"));
        await using TestEmulator lenient = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        Assert.Equal(half, (await lenient.PostAsync("a", init)).Number("slice_size"));
    }

    [Fact]
    public async Task A_biz_attr_over_4_KB_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", 1), ("slice_size", Mebibyte)];
        (await emulator.PostAsync("a", [.. init, ("biz_attr", new string('x', 4097))])).AssertRefused(-5947, 400);
        Assert.Equal(0, (await emulator.PostAsync("a", [.. init, ("biz_attr", new string('x', 4096))])).Code);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task An_unfinished_upload_of_the_name_is_told(string insertOnly)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.InitAsync("a", 10);
        WireAnswer same = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 10), ("slice_size", Mebibyte), ("insertOnly", insertOnly));
        same.AssertRefused(-4019, 409);
        Assert.Equal("_ERROR_FILE_NOT_FINISH_UPLOAD", same.Message);
        (await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 11), ("slice_size", Mebibyte), ("insertOnly", insertOnly)))
            .AssertRefused(-4020, 409);
        (await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"), ("insertOnly", insertOnly))).AssertRefused(-4019, 409);
    }

    [Fact]
    public async Task Overwriting_may_be_set_to_discard_an_unfinished_upload()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.OverwriteDiscardsUnfinished = true);
        string first = await emulator.InitAsync("a", 10);
        WireAnswer second = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 11), ("slice_size", Mebibyte), ("insertOnly", 0));
        Assert.Equal(0, second.Code);
        (await emulator.SliceAsync("a", first, 0, new byte[10])).AssertRefused(-29096, 400);
    }

    [Fact]
    public async Task An_init_may_be_set_to_continue_an_unfinished_upload()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.InitContinuesWithoutSha = true);
        Assert.Equal(await emulator.InitAsync("a", 10), await emulator.InitAsync("a", 10));
    }

    [Fact]
    public async Task A_finished_object_is_replaced_only_when_asked_and_then_at_once()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "old"));
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", 3), ("slice_size", Mebibyte)];
        (await emulator.PostAsync("a", init)).AssertRefused(-177, 409);
        (await emulator.PostAsync("a", [.. init, ("insertOnly", 1)])).AssertRefused(-177, 409);
        Assert.Equal("old"u8.ToArray(), (await emulator.GetAsync("a")).Body);

        WireAnswer replacing = await emulator.PostAsync("a", [.. init, ("insertOnly", 0)]);
        Assert.Equal(0, replacing.Code);
        (await emulator.GetAsync("a")).AssertRefused(-29129, 404);
        await emulator.SliceAsync("a", replacing.Text("session"), 0, "new"u8.ToArray());
        await emulator.FinishAsync("a", replacing.Text("session"), 3);
        Assert.Equal("new"u8.ToArray(), (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_wrong_slice_is_refused_and_not_recorded()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", (2 * Mebibyte) + 10);
        string other = await emulator.InitAsync("b", 10);
        byte[] full = new byte[Mebibyte];

        (await emulator.SliceAsync("a", other, 0, full)).AssertRefused(-29096, 400);
        (await emulator.SliceAsync("unknown", session, 0, full)).AssertRefused(-29096, 400);
        (await emulator.SliceAsync("a", session, 524_288, full)).AssertRefused(-29095, 400);
        (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte + 1])).AssertRefused(-281, 400);
        (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte - 1])).AssertRefused(-283, 400);
        (await emulator.SliceAsync("a", session, 0, [])).AssertRefused(-283, 400);
        (await emulator.SliceAsync("a", session, 2 * Mebibyte, new byte[11])).AssertRefused(-5999, 400);
        (await emulator.SliceAsync("a", session, 3 * Mebibyte, full)).AssertRefused(-5999, 400);
        (await emulator.PostAsync("a", ("op", "upload_slice_data"), ("offset", 0), ("filecontent", full))).AssertRefused(-29096, 400);
        (await emulator.PostAsync("a", ("op", "upload_slice_data"), ("session", session), ("filecontent", full)))
            .AssertRefused(-5999, 400);
        (await emulator.PostAsync("a", ("op", "upload_slice_data"), ("session", session), ("offset", "x"), ("filecontent", full)))
            .AssertRefused(-5999, 400);
        (await emulator.PostAsync("a", ("op", "upload_slice_data"), ("session", session), ("offset", 0))).AssertRefused(-5990, 400);
        (await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", full), ("datamd5", new string('0', 32))))
            .AssertRefused(-29143, 400);
        Assert.Empty(Parts(await emulator.ListAsync("a")));
    }

    [Fact]
    public async Task An_offset_between_slices_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 8 * Mebibyte, 2 * Mebibyte);
        (await emulator.SliceAsync("a", session, Mebibyte, new byte[2 * Mebibyte])).AssertRefused(-29098, 400);
    }

    [Fact]
    public async Task The_lenient_profile_takes_slices_that_ignore_slice_size()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 9);
        string session = await emulator.InitAsync("a", file.Length);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 524_288, file[524_288..Mebibyte])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, file[..524_288])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, Mebibyte, file[Mebibyte..])).Code);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, file.Length)).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task Slices_that_overlap_do_not_stand_for_those_that_are_missing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        string session = await emulator.InitAsync("a", 2 * Mebibyte);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 524_288, new byte[Mebibyte])).Code);
        (await emulator.FinishAsync("a", session, 2 * Mebibyte)).AssertRefused(-29144, 400);
    }

    [Fact]
    public async Task A_wrong_finish_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte + 3);
        (await emulator.PostAsync("a", ("op", "upload_slice_finish"), ("session", session))).AssertRefused(-29104, 400);
        (await emulator.FinishAsync("a", session, Mebibyte + 4)).AssertRefused(-175, 400);
        (await emulator.FinishAsync("a", session, Mebibyte + 3)).AssertRefused(-29144, 400);
        await emulator.SliceAsync("a", session, Mebibyte, new byte[3]);
        (await emulator.FinishAsync("a", session, Mebibyte + 3)).AssertRefused(-29144, 400);
        (await emulator.FinishAsync("a", new string('0', 96), Mebibyte + 3)).AssertRefused(-29096, 400);
        (await emulator.FinishAsync("unknown", session, Mebibyte + 3)).AssertRefused(-29096, 400);
        await emulator.SliceAsync("a", session, 0, new byte[Mebibyte]);
        (await emulator.PostAsync(
            "a", ("op", "upload_slice_finish"), ("session", session), ("filesize", Mebibyte + 3), ("sha", new string('0', 40))))
            .AssertRefused(-4016, 409);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, Mebibyte + 3)).Code);
    }

    [Fact]
    public async Task After_the_finish_the_session_is_gone()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 3);
        await emulator.SliceAsync("a", session, 0, "abc"u8.ToArray());
        await emulator.FinishAsync("a", session, 3);
        (await emulator.SliceAsync("a", session, 0, "xyz"u8.ToArray())).AssertRefused(-29096, 400);
        (await emulator.FinishAsync("a", session, 3)).AssertRefused(-29096, 400);
        Assert.Equal("abc"u8.ToArray(), (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task An_announced_sha_is_listed_and_asked_for_at_the_finish()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string sha = Convert.ToHexStringLower(SHA1.HashData("abc"u8));
        string parts = $$"""[{"offset":0,"datalen":3,"datasha":"{{sha}}"}]""";
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", 3), ("slice_size", Mebibyte), ("uploadparts", parts)];
        WireAnswer begun = await emulator.PostAsync("a", [.. init, ("sha", sha.ToUpperInvariant())]);
        string session = begun.Text("session");
        (await emulator.PostAsync("a", [.. init, ("sha", sha)])).AssertRefused(-4019, 409);
        (await emulator.PostAsync("a", [.. init, ("sha", new string('0', 40))])).AssertRefused(-4020, 409);
        Assert.Equal(sha, (await emulator.ListAsync("a")).Text("sha"));
        await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("sha", sha), ("filecontent", "abc"));
        (await emulator.FinishAsync("a", session, 3)).AssertRefused(-29094, 400);
        WireAnswer finished = await emulator.PostAsync(
            "a", ("op", "upload_slice_finish"), ("session", session), ("filesize", 3), ("sha", sha));
        Assert.Equal(0, finished.Code);
    }

    [Fact]
    public async Task Where_the_service_is_serial_slices_come_in_order_and_one_at_a_time()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.SerialUpload = true);
        WireAnswer begun = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", (2 * Mebibyte) + 1), ("slice_size", Mebibyte));
        Assert.Equal(1, begun.Number("serial_upload"));
        string session = begun.Text("session");
        (await emulator.SliceAsync("a", session, Mebibyte, new byte[Mebibyte])).AssertRefused(-20034, 409);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
        Assert.Equal(1, (await emulator.ListAsync("a")).Number("serial_upload"));
        await emulator.SliceAsync("a", session, Mebibyte, new byte[Mebibyte]);
        await emulator.SliceAsync("a", session, 2 * Mebibyte, new byte[1]);
        Assert.Equal(0, (await emulator.FinishAsync("a", session, (2 * Mebibyte) + 1)).Code);
    }

    [Fact]
    public async Task Where_the_service_is_serial_a_slice_is_refused_while_another_is_received()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.SerialUpload = true);
        string session = await emulator.InitAsync("a", Mebibyte);
        byte[] body = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", new byte[Mebibyte]));
        RawConnection slow = await BeginAsync();
        using CancellationTokenSource patience = new(TestEmulator.Patience);

        // The slow request may not have been looked at yet; as soon as it is, no other slice is taken. Where it came while
        // one of the others was received, it is the one that was refused.
        WireAnswer answer = await emulator.SliceAsync("a", session, 0, new byte[Mebibyte]);
        while (answer.Code == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            slow.Dispose();
            slow = await BeginAsync();
            answer = await emulator.SliceAsync("a", session, 0, new byte[Mebibyte]).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        }

        answer.AssertRefused(-20034, 409);
        await slow.SendAsync(body[1000..]);
        Assert.StartsWith("HTTP/1.1 200 ", (await slow.ReceiveAsync()).Header, StringComparison.Ordinal);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
        slow.Dispose();

        async Task<RawConnection> BeginAsync()
        {
            RawConnection begun = await RawConnection.OpenAsync(emulator.Host.Endpoint);
            await begun.SendAsync(TestEmulator.RequestHeader(TestEmulator.Path("a"), body.Length), body[..1000]);
            return begun;
        }
    }

    [Fact]
    public async Task Another_slice_size_and_no_md5_can_be_answered()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
        {
            options.SliceSize = 2 * Mebibyte;
            options.AnswerDataMd5 = false;
        });
        WireAnswer begun = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 3 * Mebibyte), ("slice_size", Mebibyte));
        Assert.Equal(2 * Mebibyte, begun.Number("slice_size"));
        WireAnswer slice = await emulator.SliceAsync("a", begun.Text("session"), 0, new byte[2 * Mebibyte]);
        Assert.Equal(0, slice.Code);
        Assert.False(slice.Has("datamd5"));
    }

    private static (long Offset, long Length)[] Parts(WireAnswer answer) =>
    [
        .. answer.Data.GetProperty("listparts").EnumerateArray().Select((JsonElement part) =>
            (part.GetProperty("offset").GetInt64(), part.GetProperty("datalen").GetInt64())),
    ];
}
