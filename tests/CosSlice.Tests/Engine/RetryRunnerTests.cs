using System.Net.Http.Headers;
using CosSlice.Http;
using CosSlice.Protocol;
using CosSlice.Signatures;
using CosSlice.Tests.Support;
using CosSlice.Transfer;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The one retry policy, on a clock that stands still.</summary>
public class RetryRunnerTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    private readonly FakeClock _clock = new();
    private readonly RecordingObserver _observer = new();
    private readonly UploadProgress _progress = new("/x", "x");

    [Fact]
    public void Steps_double_up_to_a_minute_and_chance_takes_any_part_of_them()
        => Prop.ForAll<PositiveInt, NonNegativeInt, byte>((first, repeats, part) =>
        {
            TimeSpan step = TimeSpan.FromMilliseconds(first.Get);
            double chance = part / 256.0;
            TimeSpan delay = Backoff.Delay(step, repeats.Get, chance);
            double limit = Math.Min(60, step.TotalSeconds * Math.Pow(2, Math.Min(repeats.Get, 60)));
            return delay >= TimeSpan.Zero && Math.Abs(delay.TotalSeconds - (limit * chance)) < 0.001;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_request_that_fails_for_a_while_succeeds_in_the_end()
    {
        _clock.Chance = 0.999_999;
        int calls = 0;

        int result = await RunAsync(new(), () => ++calls < 4 ? throw Lost() : calls);

        Assert.Equal(4, result);
        Assert.Equal([1, 2, 4], _clock.Delays.Select(delay => Math.Round(delay.TotalSeconds)));
        Assert.Equal(3, _progress.Retries);
    }

    [Fact]
    public async Task The_count_ends_it()
    {
        int calls = 0;

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => RunAsync(new() { MaximumRetryCount = 2 }, () => { calls++; throw Lost(); }));

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.True(failure.IsTransient);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task The_time_without_progress_ends_it_after_a_last_try()
    {
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => RunAsync(new() { RetryTimeout = TimeSpan.FromSeconds(100) }, () => throw Lost()));

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Equal(TimeSpan.FromSeconds(100), _clock.Elapsed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Time_counts_from_the_first_failure_since_anything_was_answered(bool succeeds)
    {
        TransferOptions options = new() { RetryTimeout = TimeSpan.FromSeconds(100), RetryInterval = TimeSpan.FromSeconds(120) };
        RetryRunner runner = new(options, _clock, new ServerClock(_clock), _observer);
        int calls = 0;

        // Every repeat waits for half a minute: seven of them are over the budget, three and four on either side of an answer are not.
        int result = await runner.RunAsync("a", _progress, new AttemptTrace(), async token =>
        {
            if (++calls == 4)
            {
                Task<int> other = runner.RunAsync(
                    "b", _progress, new AttemptTrace(), _ => succeeds ? Task.FromResult(1) : throw Refusal(-177, 409), token);
                await Record.ExceptionAsync(() => other);
            }

            return calls < 7 ? throw Lost() : calls;
        }, None);

        Assert.Equal(7, result);
        Assert.True(_clock.Elapsed > options.RetryTimeout);
    }

    [Fact]
    public async Task Time_in_which_nothing_was_tried_does_not_count()
    {
        TransferOptions options = new() { MaximumRetryCount = 1 };
        RetryRunner runner = new(options, _clock, new ServerClock(_clock), _observer);
        await Assert.ThrowsAsync<CosException>(
            () => runner.RunAsync<int>("a", _progress, new AttemptTrace(), _ => throw Lost(), None));
        _clock.Advance(TimeSpan.FromHours(2));
        int calls = 0;

        int result = await runner.RunAsync(
            "b", _progress, new AttemptTrace(), _ => ++calls < 2 ? throw Lost() : Task.FromResult(calls), None);

        Assert.Equal(2, result);
    }

    [Fact]
    public async Task Files_share_the_budget()
    {
        TransferOptions options = new() { RetryTimeout = TimeSpan.FromSeconds(100) };
        RetryRunner runner = new(options, _clock, new ServerClock(_clock), _observer);
        await Assert.ThrowsAsync<CosException>(
            () => runner.RunAsync<int>("a", _progress, new AttemptTrace(), _ => throw Lost(), None));
        int calls = 0;

        await Assert.ThrowsAsync<CosException>(
            () => runner.RunAsync<int>("b", _progress, new AttemptTrace(), _ => { calls++; throw Lost(); }, None));

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task No_more_requests_are_let_in_than_the_throttle_allows()
    {
        const int limit = 3;
        RetryRunner runner = new(new TransferOptions { ThrottleLimit = limit }, _clock, new ServerClock(_clock), _observer);
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int inside = 0;

        Task<int>[] all = [.. Enumerable.Range(0, 10).Select(_ => runner.RunAsync("a", _progress, new AttemptTrace(), async _ =>
        {
            Interlocked.Increment(ref inside);
            await open.Task;
            return 1;
        }, None))];

        // Those that are let in are so before the call returns.
        Assert.Equal(limit, inside);
        open.SetResult();
        await Task.WhenAll(all).Guarded();
        Assert.Equal(10, inside);
    }

    [Theory]
    [InlineData(-29063)]
    [InlineData(-29143)]
    [InlineData(-29147)]
    [InlineData(-5961)]
    public async Task Content_that_arrived_damaged_is_sent_again_a_few_times(int code)
    {
        int calls = 0;

        Assert.Equal(2, await RunAsync(new(), () => ++calls < 2 ? throw Refusal(code, 400) : calls));
        calls = 0;
        await Assert.ThrowsAsync<CosServiceException>(() => RunAsync(new(), () => { calls++; throw Refusal(code, 400); }));

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_trusted_is_final_only_where_none_was_before()
    {
        RetryRunner runner = new(new TransferOptions(), _clock, new ServerClock(_clock), _observer);
        CosException failure = await Assert.ThrowsAsync<CosException>(() => runner.RunAsync<int>(
            "a", _progress, new AttemptTrace(), _ => throw new TransportException("certificate", null, isPermanent: true), None));
        _ = await new RetryRunnerProbe(runner, _progress).SucceedAsync(None);
        int calls = 0;

        int result = await runner.RunAsync(
            "b", _progress, new AttemptTrace(),
            _ => ++calls < 2 ? throw new TransportException("certificate", null, isPermanent: true) : Task.FromResult(calls), None);

        Assert.Equal("ConnectionNotSecure", failure.ErrorId);
        Assert.Equal(2, result);
    }

    [Fact]
    public async Task No_time_means_no_repeat()
    {
        int calls = 0;

        await Assert.ThrowsAsync<CosException>(() => RunAsync(new() { RetryTimeout = TimeSpan.Zero }, () => { calls++; throw Lost(); }));

        Assert.Equal(1, calls);
        Assert.Empty(_observer.Warnings);
    }

    // Denied; a session to ask about; something that exists; a wrong name; a state that nothing changes; an internal error that blames the request.
    [Theory]
    [InlineData(-97, 403)]
    [InlineData(-29096, 400)]
    [InlineData(-4019, 409)]
    [InlineData(-177, 409)]
    [InlineData(-133, 404)]
    [InlineData(-46659, 409)]
    [InlineData(-29102, 400)]
    public async Task What_is_refused_for_good_is_not_repeated(int code, int status)
    {
        int calls = 0;

        CosServiceException refused = await Assert.ThrowsAsync<CosServiceException>(
            () => RunAsync(new(), () => { calls++; throw Refusal(code, status); }));

        Assert.Equal(code, refused.Code);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_expired_signature_is_made_again_once()
    {
        int calls = 0;

        await Assert.ThrowsAsync<CosServiceException>(() => RunAsync(new(), () => { calls++; throw Refusal(-96, 403); }));
        Assert.Equal(2, calls);
        calls = 0;
        Assert.Equal(2, await RunAsync(new(), () => ++calls < 2 ? throw Refusal(-59, 403) : calls));

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_page_in_the_services_place_is_not_asked_for_an_hour()
    {
        int calls = 0;

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => RunAsync(new(), () => { calls++; throw CosErrors.InvalidResponse("a", 200, null, "HTML"); }));

        Assert.Equal("InvalidResponse", failure.ErrorId);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task The_service_may_ask_for_a_longer_wait()
    {
        int calls = 0;
        AttemptTrace trace = new();
        RetryRunner runner = new(new TransferOptions(), _clock, new ServerClock(_clock), _observer);

        await runner.RunAsync("a", _progress, trace, _ =>
        {
            trace.Headers = ToComeAfter(TimeSpan.FromSeconds(77));
            return ++calls < 2 ? throw Refusal(-71, 503) : Task.FromResult(calls);
        }, None);

        Assert.Equal([TimeSpan.FromSeconds(77)], _clock.Delays);
    }

    [Fact]
    public async Task A_wait_beyond_the_budget_is_not_begun()
    {
        AttemptTrace trace = new();
        RetryRunner runner = new(new TransferOptions(), _clock, new ServerClock(_clock), _observer);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => runner.RunAsync<int>("a", _progress, trace, _ =>
        {
            trace.Headers = ToComeAfter(TimeSpan.FromHours(2));
            throw Refusal(-71, 503);
        }, None));

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Equal(-71, failure.Code);
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public async Task A_place_under_the_throttle_is_free_while_a_request_waits()
    {
        RetryRunner runner = new(new TransferOptions { ThrottleLimit = 1 }, _clock, new ServerClock(_clock), _observer);
        int calls = 0;

        int result = await runner.RunAsync("a", _progress, new AttemptTrace(), _ => ++calls < 5 ? throw Lost() : Task.FromResult(calls), None)
            .Guarded();
        int other = await new RetryRunnerProbe(runner, _progress).SucceedAsync(None).Guarded();

        Assert.Equal(5, result);
        Assert.Equal(1, other);
    }

    [Fact]
    public async Task Whoever_waits_for_a_lost_connection_goes_on_when_another_gets_through()
    {
        EndlessClock clock = new();
        RetryRunner runner = new(new TransferOptions(), clock, new ServerClock(clock), _observer);
        int calls = 0;
        int refusals = 0;
        Task<int> lost = runner.RunAsync(
            "a", _progress, new AttemptTrace(), _ => ++calls < 2 ? throw Lost() : Task.FromResult(calls), None);
        using CancellationTokenSource stop = new();
        Task<int> busy = runner.RunAsync<int>(
            "b", _progress, new AttemptTrace(), _ => { refusals++; throw Refusal(-71, 503); }, stop.Token);

        _ = await new RetryRunnerProbe(runner, _progress).SucceedAsync(None);

        Assert.Equal(2, await lost.Guarded());
        Assert.Equal(1, refusals);
        Assert.False(busy.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => busy.Guarded());
    }

    [Fact]
    public async Task An_outage_is_warned_of_once_and_its_end_noted()
    {
        RetryRunner runner = new(new TransferOptions { RetryInterval = TimeSpan.FromSeconds(30) }, _clock, new ServerClock(_clock), _observer);
        RetryRunnerProbe probe = new(runner, _progress);
        _ = await probe.SucceedAsync(None);
        int calls = 0;
        Task<int> FailTimesAsync(int times) => runner.RunAsync(
            "a", _progress, new AttemptTrace(), _ => ++calls % (times + 1) != 0 ? throw Lost() : Task.FromResult(calls), None);

        await FailTimesAsync(1);
        Assert.Empty(_observer.Warnings);
        calls = 0;
        await FailTimesAsync(4);
        Assert.Single(_observer.Warnings);
        calls = 0;
        await FailTimesAsync(4);

        Assert.Equal(2, _observer.Warnings.Count);
        Assert.Equal(2, _observer.Notes.Count(note => note == "The service answers again."));
    }

    [Fact]
    public async Task Silence_from_the_start_is_warned_of_once()
    {
        int calls = 0;

        await RunAsync(new(), () => ++calls < 4 ? throw Lost() : calls);

        Assert.Single(_observer.Warnings);
        Assert.Equal(4, _observer.Notes.Count);
    }

    [Fact]
    public async Task What_the_code_got_wrong_is_not_repeated_and_not_hidden()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new(), () => throw new InvalidOperationException()));

    private Task<int> RunAsync(TransferOptions options, Func<int> attempt)
        => new RetryRunner(options, _clock, new ServerClock(_clock), _observer)
            .RunAsync("upload_slice_data", _progress, new AttemptTrace(), _ => Task.FromResult(attempt()), None);

    private static TransportException Lost() => new("reset", null);

    private static CosServiceException Refusal(int code, int status) => ServiceCodes.Refusal(4, code, status, null, "a", "m");

    private AnswerHeaders ToComeAfter(TimeSpan time)
    {
        using HttpResponseMessage answer = new();
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(time);
        return new AnswerHeaders(answer.Headers, _clock);
    }

    private sealed class EndlessClock : Clock
    {
        public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
            => Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private sealed class RetryRunnerProbe(RetryRunner runner, UploadProgress progress)
    {
        public Task<int> SucceedAsync(CancellationToken token)
            => runner.RunAsync("b", progress, new AttemptTrace(), _ => Task.FromResult(1), token);
    }
}
