namespace CosSlice.Tests.Emulator;

/// <summary>Clients correct their own clock by the answers' Date, so it has to be the one that signatures are judged by.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task Every_answer_tells_the_services_time()
    {
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(1_500_000_000));
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Clock = clock);
        await AssertAsync();
        clock.Now += TimeSpan.FromDays(1000);
        await AssertAsync();

        async Task AssertAsync()
        {
            string sign = TestEmulator.Sign(at: clock.Now);
            byte[] upload = TestEmulator.Form(("op", "upload"), ("filecontent", "x"));
            byte[] tooLarge = TestEmulator.Form(("op", "upload"), ("filecontent", new byte[20_971_521]));
            WireAnswer[] answers =
            [
                await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), upload, sign),
                await emulator.GetAsync("a"),
                await emulator.GetAsync("none"),
                await emulator.SendAsync(HttpMethod.Get, TestEmulator.Path("a") + "?op=stat", null, null),
                await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), tooLarge, sign),
            ];
            Assert.Equal([200, 200, 404, 403, 413], answers.Select(answer => (int)answer.Status));
            Assert.All(answers, answer => Assert.Equal(clock.Now, answer.Headers.Date));
        }
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task The_services_clock_may_be_off(int seconds)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.ClockOffset = TimeSpan.FromSeconds(seconds));
        (WireAnswer stale, WireAnswer corrected) = (await StatAsync(TimeSpan.Zero), await StatAsync(TimeSpan.FromSeconds(seconds)));

        // Nothing is said about signatures of the future, so only a service that is ahead refuses the client's time.
        Assert.Equal(seconds > 0 ? -96 : -197, stale.Code);
        Assert.Equal(-197, corrected.Code);
        TimeSpan told = stale.Headers.Date!.Value - TimeProvider.System.GetUtcNow();
        Assert.InRange(told.TotalSeconds - seconds, -60, 60);

        Task<WireAnswer> StatAsync(TimeSpan ahead) => emulator.SendAsync(
            HttpMethod.Get, TestEmulator.Path("a") + "?op=stat", null, TestEmulator.Sign(at: TimeProvider.System.GetUtcNow() + ahead));
    }
}
