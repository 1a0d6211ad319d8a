using CosSlice.Http;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The token bucket alone, on clocks that the tests move.</summary>
public class RateLimitTests
{
    private static readonly Gen<long> Rates = Gen.Choose(1024, 20_000_000).Select(rate => (long)rate);

    // Parts per thousand of the most that is permitted at once.
    private static readonly Gen<int> Parts = Gen.Choose(0, 1000);

    // Milliseconds: mostly none, and every now and then a pause that fills the bucket to the brim and beyond.
    private static readonly Gen<int> Pauses = Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(0, 400)));

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public void Over_any_time_no_more_is_permitted_than_the_rate_and_one_burst()
        => Prop.ForAll(Rates.ToArbitrary(), Pauses.Zip(Parts).ArrayOf().ToArbitrary(), (rate, requests) =>
        {
            FakeClock clock = new();
            RateLimit limit = new(rate, clock);
            List<(TimeSpan At, int Bytes)> permitted = [];
            foreach ((int pause, int part) in requests)
            {
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                permitted.Add((Permit(limit, clock, Size(part, limit)), Size(part, limit)));
            }

            for (int first = 0; first < permitted.Count; first++)
            {
                decimal sum = 0;
                for (int last = first; last < permitted.Count; last++)
                {
                    sum += permitted[last].Bytes;

                    // The first may have been permitted up to a tick before the clock could tell.
                    TimeSpan window = permitted[last].At - permitted[first].At + RateLimit.Kept + TimeSpan.FromTicks(1);
                    if (sum > (decimal)rate * window.Ticks / TimeSpan.TicksPerSecond)
                    {
                        return false;
                    }
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_the_pieces_it_takes_the_time_that_the_rate_says_to_the_tick()
        => Prop.ForAll(Rates.ToArbitrary(), Parts.ArrayOf().ToArbitrary(), (rate, parts) =>
        {
            FakeClock clock = new();
            RateLimit limit = new(rate, clock);
            long total = 0;
            foreach (int part in parts)
            {
                total += Size(part, limit);
                _ = Permit(limit, clock, Size(part, limit));
            }

            return clock.Elapsed.Ticks == TicksOf(total, rate);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1024)]
    [InlineData(1_000_003)]
    [InlineData(1024 * 1024 * 1024)]
    public void Timers_that_wake_late_cost_nothing(long rate)
    {
        LateClock clock = new();
        RateLimit limit = new(rate, clock);
        int piece = (int)Math.Min(limit.Most, 64 * 1024);
        int count = (int)(10 * rate / piece);

        for (int index = 0; index < count; index++)
        {
            _ = Permit(limit, clock, piece);
        }

        Assert.InRange(clock.Elapsed.Ticks, TicksOf((long)count * piece, rate), TicksOf((long)count * piece, rate) + LateClock.Late.Ticks);
    }

    [Fact]
    public void What_was_not_used_is_kept_for_a_tenth_of_a_second_and_no_longer()
    {
        FakeClock clock = new();
        RateLimit limit = new(10_000, clock);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromHours(1), Permit(limit, clock, 1000));
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(50), Permit(limit, clock, 500));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(long.MaxValue)]
    public void The_lowest_and_the_highest_rate_are_rates(long rate)
    {
        FakeClock clock = new();
        RateLimit limit = new(rate, clock);
        int piece = (int)Math.Min(limit.Most, int.MaxValue);

        for (int index = 0; index < 100; index++)
        {
            _ = Permit(limit, clock, piece);
        }

        Assert.Equal(TicksOf(100L * piece, rate), clock.Elapsed.Ticks);
    }

    [Fact]
    public async Task Requests_are_served_in_order_of_arrival()
    {
        HeldClock clock = new();
        RateLimit limit = new(1024, clock);
        Task[] waits = [.. Enumerable.Range(0, 20).Select(index => limit.WaitAsync(1 + (index * 37 % 100), None))];

        for (int next = 0; next < waits.Length; next++)
        {
            Assert.All(waits[next..], wait => Assert.False(wait.IsCompleted));
            await clock.PassAsync();
            await waits[next].Guarded();
        }
    }

    [Fact]
    public async Task Nobody_gets_a_second_turn_before_all_that_wait_had_their_first()
    {
        const int lanes = 5;
        const int turns = 4;
        HeldClock clock = new();
        RateLimit limit = new(1024, clock);
        List<int> served = [];
        Task[] all = [.. Enumerable.Range(0, lanes).Select(RunAsync)];

        for (int count = 1; count <= lanes * turns; count++)
        {
            await clock.PassAsync();
            await HangGuard.Until(() => Count() == count);
        }

        await Task.WhenAll(all).Guarded();
        Assert.All(served.Chunk(lanes), round => Assert.Equal(Enumerable.Range(0, lanes), round.Order()));

        async Task RunAsync(int lane)
        {
            for (int turn = 0; turn < turns; turn++)
            {
                await limit.WaitAsync(100, None);
                lock (served)
                {
                    served.Add(lane);
                }
            }
        }

        int Count()
        {
            lock (served)
            {
                return served.Count;
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_wait_that_is_cancelled_ends_at_once_and_costs_the_others_nothing(int cancelled)
    {
        HeldClock clock = new();
        RateLimit limit = new(1000 * 1024, clock);
        using CancellationTokenSource stop = new();
        Task[] waits = [.. Enumerable.Range(0, 3).Select(index => limit.WaitAsync(1024, index == cancelled ? stop.Token : None))];
        await HangGuard.Until(() => clock.IsAwaited);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[cancelled].Guarded());
        foreach (Task wait in waits.Where((_, index) => index != cancelled))
        {
            Assert.False(wait.IsCompleted);
            await clock.PassAsync();
            await wait.Guarded();
        }

        Assert.Equal(TimeSpan.FromMilliseconds(2), clock.Elapsed);
    }

    private static int Size(int part, RateLimit limit) => (int)Math.Max(1, limit.Most * part / 1000);

    // These clocks pass by waiting, so that a wait is over when the call returns.
    private static TimeSpan Permit(RateLimit limit, Clock clock, int bytes)
    {
        Assert.True(limit.WaitAsync(bytes, None).IsCompletedSuccessfully);
        return clock.Elapsed;
    }

    private static long TicksOf(long bytes, long rate) => (long)Math.Ceiling((decimal)bytes * TimeSpan.TicksPerSecond / rate);

    /// <summary>A clock whose timers wake as late as those of Windows.</summary>
    private sealed class LateClock : Clock
    {
        public static readonly TimeSpan Late = TimeSpan.FromMilliseconds(15.6);

        private TimeSpan _elapsed;

        public override TimeSpan Elapsed => _elapsed;

        public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            _elapsed += delay + Late;
            return Task.CompletedTask;
        }
    }
}
