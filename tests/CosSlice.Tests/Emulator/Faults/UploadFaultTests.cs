using System.Globalization;
using System.Security.Cryptography;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Uploads whose session, end, bytes or terms go wrong.</summary>
public sealed class UploadFaultTests
{
    private const int Mebibyte = FaultyEmulator.Mebibyte;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_dies_with_its_slices_or_without(bool kept)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", 2 * Mebibyte);
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);
        Assert.Equal(0, (await emulator.Client.SliceAsync("a", session, 0, slice)).Code);
        string keeps = kept ? ",\"kept\":true" : "";
        await emulator.RuleAsync($$"""{"op":"upload_slice_data","times":1,"fault":"session-dies"{{keeps}}}""");

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(-29096, (await emulator.Client.SliceAsync("a", session, Mebibyte, slice)).Code);
        }

        Assert.Equal(-29096, (await emulator.Client.FinishAsync("a", session, 2 * Mebibyte)).Code);
        WireAnswer list = await emulator.Client.ListAsync("a");
        if (!kept)
        {
            Assert.Equal(-197, list.Code);
            return;
        }

        Assert.Equal((long[])[0], await emulator.SlicesAsync("a"));
        Assert.NotEqual(session, list.Text("session"));
        Assert.Equal(0, (await emulator.Client.SliceAsync("a", list.Text("session"), Mebibyte, slice)).Code);
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", list.Text("session"), 2 * Mebibyte)).Code);
        Assert.Equal((byte[])[.. slice, .. slice], (await emulator.Client.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_session_of_files_v1_dies_too()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        var client = new V1Client(emulator.Client);
        byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);
        WireAnswer begun = await client.BeginAsync("a", file, ("slice_size", Mebibyte));
        await emulator.RuleAsync("""{"op":"upload_slice","offset":0,"times":1,"fault":"session-dies"}""");

        WireAnswer refused = await client.SliceAsync("a", begun.Text("session"), 0, file[..Mebibyte]);

        Assert.NotEqual(0, refused.Code);
        WireAnswer again = await client.BeginAsync("a", file, ("slice_size", Mebibyte));
        Assert.NotEqual(begun.Text("session"), again.Text("session"));
        await client.GoOnAsync("a", file, again);
        Assert.Equal(file, (await emulator.Client.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData("", 500, -195)]
    [InlineData(",\"http\":503,\"code\":-196", 503, -196)]
    public async Task A_finish_fails_after_it_has_worked(string parameters, int http, int code)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        (string session, byte[] slice) = await SentAsync(emulator);
        await emulator.RuleAsync($$"""{"fault":"finish-fails-after"{{parameters}}}""");

        WireAnswer answer = await emulator.Client.FinishAsync("a", session, Mebibyte);

        Assert.Equal((http, code), ((int)answer.Status, answer.Code));
        Assert.Equal(slice, (await emulator.Client.GetAsync("a")).Body);
    }

    [Fact]
    public async Task A_finish_works_and_is_answered_late()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        (string session, byte[] slice) = await SentAsync(emulator);
        await emulator.RuleAsync("""{"fault":"finish-late","milliseconds":600000}""");
        using RawExchange exchange = await RawExchange.BeginAsync(
            emulator.Client.Host.Endpoint, "a", TestEmulator.Form(("op", "upload_slice_finish"), ("session", session), ("filesize", Mebibyte)));
        Task<Outcome> late = exchange.EndAsync();

        using var patience = new CancellationTokenSource(TestEmulator.Patience);
        while ((int)(await emulator.Client.GetAsync("a")).Status != 200)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.False(late.IsCompleted);
        Assert.Equal(slice, (await emulator.Client.GetAsync("a")).Body);
        await emulator.Client.Host.StopAsync();
        Assert.NotEqual(ConnectionEnd.GoesOn, (await late).End);
    }

    [Fact]
    public async Task A_late_finish_is_answered_in_the_end()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        (string session, _) = await SentAsync(emulator);
        await emulator.RuleAsync("""{"fault":"finish-late","milliseconds":200}""");

        Outcome late = await emulator.ExchangeAsync("a", ("op", "upload_slice_finish"), ("session", session), ("filesize", Mebibyte));

        Assert.Equal((ConnectionEnd.GoesOn, 0), (late.End, late.Code));
        Assert.True(late.Elapsed >= TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("", Mebibyte / 2, true)]
    [InlineData(",\"byte\":0", 0, true)]
    [InlineData(",\"byte\":99999999", Mebibyte - 1, true)]
    [InlineData(",\"byte\":7,\"silent\":true", 7, false)]
    public async Task A_stored_byte_is_flipped_and_the_answer_tells_of_success(string parameters, int at, bool told)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", 2 * Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data","offset":1048576,"fault":"flip"{{parameters}}}""");
        byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);

        Assert.Equal(0, (await emulator.Client.SliceAsync("a", session, 0, file[..Mebibyte])).Code);
        WireAnswer answer = await emulator.Client.SliceAsync("a", session, Mebibyte, file[Mebibyte..]);
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", session, 2 * Mebibyte)).Code);

        byte[] stored = (await emulator.Client.GetAsync("a")).Body;
        Assert.Equal([Mebibyte + at], Enumerable.Range(0, stored.Length).Where(i => stored[i] != file[i]));
        Assert.Equal(0, answer.Code);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData((told ? stored : file)[Mebibyte..])), answer.Text("datamd5"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flipped_byte_is_found_where_there_is_a_sha(bool slicesAgain)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        var upload = new ShaClient(emulator.Client, "a", TestEmulator.RandomBytes(2 * Mebibyte));
        await emulator.RuleAsync("""{"fault":"flip","times":1}""");
        await upload.InitAsync();
        await upload.SendAllAsync();

        Assert.Equal(-4016, (await upload.FinishAsync()).Code);

        if (slicesAgain)
        {
            await upload.SendAllAsync();
            Assert.Equal(0, (await upload.FinishAsync()).Code);
            Assert.Equal(upload.File, (await emulator.Client.GetAsync("a")).Body);
        }
        else
        {
            Assert.Equal(404, (int)(await emulator.Client.GetAsync("a")).Status);
        }
    }

    [Fact]
    public async Task A_flipped_byte_of_files_v1_is_found_at_its_end()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        var client = new V1Client(emulator.Client);
        byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);
        foreach (int offset in new[] { 0, Mebibyte })
        {
            WireAnswer begun = await client.BeginAsync("a", file, ("slice_size", Mebibyte));
            await emulator.RuleAsync($$"""{"offset":{{offset}},"fault":"flip"}""");
            Assert.Equal(0, (await client.SliceAsync("a", begun.Text("session"), 0, file[..Mebibyte])).Code);
            Assert.Equal(-4016, (await client.SliceAsync("a", begun.Text("session"), Mebibyte, file[Mebibyte..])).Code);
            await emulator.ClearAsync();
        }
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("upload_slice_init")]
    [InlineData("upload_slice_data")]
    [InlineData("upload_slice_finish")]
    public async Task A_full_disk_takes_nothing_until_there_is_room(string op)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        (string session, byte[] slice) = await SentAsync(emulator, "other");
        await emulator.RuleAsync($$"""{"op":"{{op}}","fault":"disk-full"}""");
        (string Name, object Value)[] fields = op switch
        {
            "upload" => [("op", op), ("filecontent", slice)],
            "upload_slice_init" => [("op", op), ("filesize", Mebibyte), ("slice_size", Mebibyte)],
            "upload_slice_data" => [("op", op), ("session", session), ("offset", 0), ("filecontent", slice)],
            _ => [("op", op), ("session", session), ("filesize", Mebibyte)],
        };
        string key = op is "upload" or "upload_slice_init" ? "new" : "other";

        for (int i = 0; i < 2; i++)
        {
            Outcome full = await emulator.ExchangeAsync(key, fields);
            Assert.Equal((500, -195), (full.Status, full.Code));
            Assert.Equal(-197, (await emulator.Client.StatAsync("new")).Code);
        }

        await emulator.ClearAsync();
        Assert.Equal(0, (await emulator.ExchangeAsync(key, fields)).Code);
    }

    [Fact]
    public async Task An_upload_is_made_a_serial_one_and_holds_to_it()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"serial","times":1}""");

        WireAnswer init = await InitAsync(emulator, "a");

        Assert.Equal(1, init.Number("serial_upload"));
        Assert.Equal(-20034, (await emulator.Client.SliceAsync("a", init.Text("session"), Mebibyte, new byte[Mebibyte])).Code);
        Assert.Equal(1, (await emulator.Client.ListAsync("a")).Number("serial_upload"));
        Assert.False((await InitAsync(emulator, "b")).Has("serial_upload"));
    }

    [Fact]
    public async Task An_upload_gets_another_slice_size_and_holds_to_it()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"slice-size","bytes":2097152,"times":1}""");

        WireAnswer init = await InitAsync(emulator, "a");

        Assert.Equal(2 * Mebibyte, init.Number("slice_size"));
        Assert.Equal(-29098, (await emulator.Client.SliceAsync("a", init.Text("session"), Mebibyte, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await emulator.Client.SliceAsync("a", init.Text("session"), 0, new byte[2 * Mebibyte])).Code);
        Assert.Equal(2 * Mebibyte, (await emulator.Client.ListAsync("a")).Number("slice_size"));
        Assert.Equal(Mebibyte, (await InitAsync(emulator, "b")).Number("slice_size"));
    }

    [Fact]
    public async Task A_slice_size_changes_in_the_middle_where_the_list_is_named()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await InitAsync(emulator, "a");
        await emulator.RuleAsync("""{"op":"upload_slice_list","fault":"slice-size","bytes":3145728,"times":1}""");

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(3 * Mebibyte, (await emulator.Client.ListAsync("a")).Number("slice_size"));
        }
    }

    [Fact]
    public async Task Files_v1_gets_another_slice_size_too()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"slice-size","bytes":2097152,"times":1}""");
        var client = new V1Client(emulator.Client);
        byte[] file = TestEmulator.RandomBytes(3 * Mebibyte);

        WireAnswer begun = await client.BeginAsync("a", file, ("slice_size", Mebibyte));

        Assert.Equal(2 * Mebibyte, begun.Number("slice_size"));
        await client.GoOnAsync("a", file, begun);
        Assert.Equal(file, (await emulator.Client.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task The_clock_of_one_request_is_wrong(int seconds)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string off = seconds.ToString(CultureInfo.InvariantCulture);
        await emulator.RuleAsync($$"""{"fault":"clock","seconds":{{off}},"times":1}""");

        WireAnswer wrong = await emulator.Client.StatAsync("a");
        WireAnswer right = await emulator.Client.StatAsync("a");

        // A service that is ahead takes a new signature for an old one.
        Assert.Equal((seconds > 0 ? -96 : -197, -197), (wrong.Code, right.Code));
        Assert.InRange((wrong.Headers.Date!.Value - right.Headers.Date!.Value).TotalSeconds - seconds, -60, 60);
    }

    private static Task<WireAnswer> InitAsync(FaultyEmulator emulator, string key) => emulator.Client.PostAsync(
        key, ("op", "upload_slice_init"), ("filesize", 4 * Mebibyte), ("slice_size", Mebibyte));

    private static async Task<(string Session, byte[] Slice)> SentAsync(FaultyEmulator emulator, string key = "a")
    {
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);
        string session = await emulator.Client.InitAsync(key, Mebibyte);
        Assert.Equal(0, (await emulator.Client.SliceAsync(key, session, 0, slice)).Code);
        return (session, slice);
    }
}
