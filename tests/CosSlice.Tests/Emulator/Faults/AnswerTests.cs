using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Requests that the service does as it was asked, and answers in no good form or with other values.</summary>
public sealed class AnswerTests
{
    private const int Mebibyte = FaultyEmulator.Mebibyte;

    [Theory]
    [InlineData("truncated")]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("longer")]
    [InlineData("shorter")]
    public async Task An_answer_is_in_no_good_form_and_the_slice_is_there(string with)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        Outcome answer = await SliceAsync(emulator, with, "");

        Assert.Equal(200, answer.Status);
        Assert.Equal((long[])[0], await emulator.SlicesAsync("a"));
        int told = int.Parse(answer.Header("Content-Length")!, System.Globalization.CultureInfo.InvariantCulture);
        bool broken = with is "longer" or "shorter";
        Assert.Equal(broken ? ConnectionEnd.Closed : ConnectionEnd.GoesOn, answer.End);
        Assert.Equal(with switch { "longer" => 1, "shorter" => -1, _ => 0 }, Math.Sign(told - answer.Body.Length));
        if (broken)
        {
            Assert.Equal(0, answer.Code);
        }
        else
        {
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(answer.Body));
            Assert.Equal(with == "html" ? "text/html" : "application/json; charset=utf-8", answer.Header("Content-Type"));
        }
    }

    [Fact]
    public async Task A_huge_answer_is_the_right_one_and_then_white_space()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();

        Outcome answer = await SliceAsync(emulator, "huge", ",\"bytes\":3000001");

        Assert.Equal((ConnectionEnd.GoesOn, 0, 3_000_001), (answer.End, answer.Code, answer.Body.Length));
        Assert.Equal((long[])[0], await emulator.SlicesAsync("a"));
    }

    [Fact]
    public async Task A_huge_answer_ends_with_its_reader()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"op":"upload","times":1,"fault":"answer","with":"huge"}""");
        byte[] form = TestEmulator.Form(("op", "upload"), ("filecontent", "content"));
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(emulator.Client.Host.Endpoint.Host, emulator.Client.Host.Endpoint.Port, TestEmulator.Cancellation);
            await socket.SendAsync((byte[])[.. TestEmulator.RequestHeader(TestEmulator.Path("a"), form.Length), .. form], TestEmulator.Cancellation);
            byte[] block = new byte[4096];
            var head = new StringBuilder();
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                int read = await socket.ReceiveAsync(block, TestEmulator.Cancellation).AsTask().WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
                Assert.NotEqual(0, read);
                head.Append(Encoding.Latin1.GetString(block, 0, read));
            }

            Assert.Contains("Content-Length: 67108864\r\n", head.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("content", Encoding.UTF8.GetString((await emulator.Client.GetAsync("a")).Body));
        await emulator.Client.Host.StopAsync();
    }

    [Theory]
    [InlineData("wrong-offset", "offset")]
    [InlineData("wrong-session", "session")]
    [InlineData("wrong-datalen", "datalen")]
    [InlineData("wrong-datamd5", "datamd5")]
    public async Task One_value_of_an_answer_is_another_and_all_else_is_right(string with, string member)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", Mebibyte);
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);
        (string, object)[] fields = [("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", slice)];
        Outcome right = await emulator.ExchangeAsync("a", fields);
        await emulator.RuleAsync($$"""{"fault":"answer","with":"{{with}}","times":1}""");

        Outcome wrong = await emulator.ExchangeAsync("a", fields);

        Assert.Equal((ConnectionEnd.GoesOn, 200, 0), (wrong.End, wrong.Status, wrong.Code));
        Assert.Equal(4, wrong.Data.EnumerateObject().Count());
        foreach (JsonProperty property in wrong.Data.EnumerateObject())
        {
            JsonElement before = right.Data.GetProperty(property.Name);
            Assert.Equal(before.ValueKind, property.Value.ValueKind);
            Assert.Equal(property.Name == member, property.Value.ToString() != before.ToString());
        }

        // The rule says nothing of an op, and strikes only where there is such a value.
        Assert.Equal(1, await emulator.HitsAsync());
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", session, Mebibyte)).Code);
        Assert.Equal(slice, (await emulator.Client.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData("duplicate-parts", new long[] { 0, 0, Mebibyte, Mebibyte, 2 * Mebibyte, 2 * Mebibyte })]
    [InlineData("unsorted-parts", new long[] { 2 * Mebibyte, Mebibyte, 0 })]
    public async Task Listed_slices_are_twice_there_or_in_no_order(string with, long[] offsets)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", 4 * Mebibyte);
        foreach (int offset in new[] { 0, 1, 2 })
        {
            Assert.Equal(0, (await emulator.Client.SliceAsync("a", session, offset * Mebibyte, new byte[Mebibyte])).Code);
        }

        await emulator.RuleAsync($$"""{"fault":"answer","with":"{{with}}","times":1}""");

        Assert.Equal(offsets, await emulator.SlicesAsync("a"));
        Assert.Equal((long[])[0, Mebibyte, 2 * Mebibyte], await emulator.SlicesAsync("a"));
    }

    [Fact]
    public async Task A_refusal_has_no_value_to_change()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"answer","with":"wrong-session"}""");

        Assert.Equal(-197, (await emulator.Client.ListAsync("none")).Code);
        Assert.Equal(1, await emulator.HitsAsync());
    }

    [Fact]
    public async Task An_answer_may_be_spoilt_that_nobody_earned()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"op":"upload","fault":"answer","with":"truncated","stored":false}""");

        Outcome answer = await emulator.ExchangeAsync("a", ("op", "upload"), ("filecontent", "content"));

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("{\"code\":0", answer.Body, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await emulator.Client.GetAsync("a")).Status);
    }

    private static async Task<Outcome> SliceAsync(FaultyEmulator emulator, string with, string more)
    {
        string session = await emulator.Client.InitAsync("a", Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data","times":1,"fault":"answer","with":"{{with}}"{{more}}}""");
        return await emulator.ExchangeAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", TestEmulator.RandomBytes(Mebibyte)));
    }
}
