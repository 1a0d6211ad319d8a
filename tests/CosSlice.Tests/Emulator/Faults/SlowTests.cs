namespace CosSlice.Tests.Emulator.Faults;

/// <summary>A service that is late, or slow, or silent.</summary>
public sealed class SlowTests
{
    private const int Mebibyte = FaultyEmulator.Mebibyte;

    // Timers may be a little early, and never by half.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("\"fault\":\"delay\",\"milliseconds\":200", ConnectionEnd.GoesOn)]
    [InlineData("\"fault\":\"delay\",\"milliseconds\":200,\"at\":\"answer\"", ConnectionEnd.GoesOn)]
    [InlineData("\"fault\":\"trickle\",\"bytesPerSecond\":2000", ConnectionEnd.Closed)]
    [InlineData("\"fault\":\"trickle\",\"bytesPerSecond\":2000,\"at\":\"answer\"", ConnectionEnd.Closed)]
    [InlineData("\"fault\":\"trickle\",\"bytesPerSecond\":5000000,\"at\":\"request\"", ConnectionEnd.GoesOn)]
    public async Task A_slow_request_takes_its_time_and_ends_right(string parameters, ConnectionEnd end)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data",{{parameters}}}""");
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);

        Outcome answer = await emulator.ExchangeAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", slice));

        Assert.Equal((end, 200, 0), (answer.End, answer.Status, answer.Code));
        Assert.True(answer.Elapsed >= Least, $"{answer.Elapsed}");
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", session, Mebibyte)).Code);
        Assert.Equal(slice, (await emulator.Client.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData("\"fault\":\"delay\",\"milliseconds\":600000", false)]
    [InlineData("\"fault\":\"delay\",\"milliseconds\":600000,\"at\":\"answer\"", true)]
    [InlineData("\"fault\":\"hang\"", false)]
    [InlineData("\"fault\":\"hang\",\"stored\":true", true)]
    [InlineData("\"fault\":\"hang\",\"at\":\"answer\",\"byte\":0", true)]
    public async Task An_answer_that_does_not_come_leaves_the_slice_there_or_not(string parameters, bool stored)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data",{{parameters}}}""");
        byte[] form = TestEmulator.Form(
            ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", TestEmulator.RandomBytes(Mebibyte)));

        using RawExchange exchange = await RawExchange.BeginAsync(emulator.Client.Host.Endpoint, "a", form);
        Task<Outcome> answer = exchange.EndAsync();
        await emulator.StruckAsync();
        using (var patience = new CancellationTokenSource(TestEmulator.Patience))
        {
            while (stored && (await emulator.SlicesAsync("a")).Length == 0)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }

        Assert.False(answer.IsCompleted);
        Assert.Equal(stored ? [0L] : (long[])[], await emulator.SlicesAsync("a"));

        // The emulator's end is the end of silence too, and doesn't wait for it.
        await emulator.Client.Host.StopAsync();
        Assert.NotEqual(ConnectionEnd.GoesOn, (await answer).End);
        Assert.Empty((await answer).Received);
    }

    [Fact]
    public async Task An_answer_may_fall_silent_in_its_middle()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"op":"upload","fault":"hang","at":"answer","byte":42}""");

        using RawExchange exchange = await RawExchange.BeginAsync(
            emulator.Client.Host.Endpoint, "a", TestEmulator.Form(("op", "upload"), ("filecontent", "content")));
        Task<Outcome> answer = exchange.EndAsync();
        await TestEmulator.UntilAsync(() => exchange.Count == 42);

        Assert.False(answer.IsCompleted);
        await emulator.Client.Host.StopAsync();
        Assert.Equal(42, (await answer).Received.Length);
        Assert.NotEqual(ConnectionEnd.GoesOn, (await answer).End);
    }
}
