using CosSlice.Http;
using CosSlice.Protocol;
using CosSlice.Signatures;
using CosSlice.Tests.Support;
using CosSlice.Transfer;

namespace CosSlice.Tests.Engine;

/// <summary>A service that is down is asked less and less often, by all slices of all files together.</summary>
public class RetryStormTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Throttle = 16;
    private const int Files = 4;
    private const int FileSize = 8 * Mebibyte;
    private const int SliceSize = Mebibyte / 2;
    private const int SlicesBefore = 8;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(600);

    private readonly RecordingObserver _observer = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_slices_on_their_way_ask_a_service_that_is_gone_as_often_as_one_and_are_resumed()
    {
        await using Service service = await Service.StartAsync();
        await using Door door = new(service.Emulator.Endpoint);
        CosContext context = CosContext.Create("10055004", "accesslog", null, door.Endpoint, "AKIDemulator", Canary.Key);
        string[] paths = [.. Enumerable.Range(0, Files).Select(i => service.Folder.File($"storm{i}.bin", FileSize, i))];
        Gate gate = new(Throttle);
        for (int i = 0; i < SlicesBefore + Throttle; i++)
        {
            service.Faults.On("upload_slice_data", i < SlicesBefore ? (http, next) => next(http) : gate.PassAsync);
        }

        FakeClock clock = new();
        using (CosUploader uploader = new(service.Options(Patient()), _observer, clock))
        {
            Task<CosFile>[] uploads = [.. paths.Select(path => uploader.Start(service.Request(path, context: context), None).Completion)];
            await gate.Full.Guarded();
            door.Shut();

            foreach (Task<CosFile> upload in uploads)
            {
                CosException failure = await Assert.ThrowsAsync<CosException>(() => upload.Guarded());
                Assert.Equal(("TransferInterrupted", true), (failure.ErrorId, failure.IsTransient));
            }
        }

        AssertFalls(clock.Delays);
        Assert.InRange(clock.Elapsed, Budget, Budget + TimeSpan.FromSeconds(30 * Files * Throttle));

        // No pause is longer than the longest, though two may pass at the same moment here. A request that finds its connection
        // reset may come again over a new one at once, a few times.
        Assert.InRange(door.Knocks, (int)(Budget / Backoff.Maximum), 4 * (clock.Delays.Count + (Files * FileSize / SliceSize)));

        door.Open();
        long sent = 0;
        foreach (string path in paths)
        {
            sent += (await service.UploadAsync(path, Patient(), context: context).Guarded()).BytesSent;
            await service.AssertStoredAsync(path);
        }

        Assert.Equal((Files * FileSize) - (SlicesBefore * SliceSize), sent);
    }

    [Fact]
    public async Task Requests_a_second_fall_for_a_service_that_is_too_busy_until_the_time_is_up()
    {
        const int lanes = 64;
        QueuedClock clock = new(Chance.New());
        RetryRunner runner = new(Patient(), clock, new ServerClock(clock), _observer);
        List<double> times = [];
        Task<int>[] all = [.. Enumerable.Range(0, lanes).Select(_ => runner.RunAsync<int>(
            "a", new UploadProgress("/x", "x"), new AttemptTrace(), _ =>
            {
                lock (times)
                {
                    times.Add(clock.Elapsed.TotalSeconds);
                }

                throw Busy();
            }, None))];

        while (true)
        {
            await HangGuard.Until(() => clock.Waits == all.Count(task => !task.IsCompleted));
            if (clock.Waits == 0)
            {
                break;
            }

            clock.Pass();
        }

        foreach (Task<int> task in all)
        {
            Assert.Equal("TransferInterrupted", (await Assert.ThrowsAsync<CosException>(() => task)).ErrorId);
        }

        // Each waits half of 1, 2, 4 ... seconds in the mean, and then half a minute; the last tries come together when the time is up.
        double[] seconds = [.. times.Order()];
        Assert.Equal(lanes, seconds.Count(second => second == 0));
        for (double from = 1, length = 1; from + length < Budget.TotalSeconds; from += length, length = Math.Min(60, length * 2))
        {
            double expected = lanes * length / Math.Min(30, Math.Max(1, from / 2));
            Assert.InRange(seconds.Count(second => second >= from && second < from + length), 0, 2 * expected);
        }

        Assert.Equal(Budget.TotalSeconds, seconds[^1]);
    }

    [Fact]
    public async Task A_request_that_never_gets_through_holds_up_no_other()
    {
        FakeClock clock = new();
        TransferOptions options = Patient();
        options.MaximumRetryCount = 50;
        options.RetryTimeout = TimeSpan.FromHours(1);
        RetryRunner runner = new(options, clock, new ServerClock(clock), _observer);
        int failures = 0;
        Task<int> poisoned = runner.RunAsync<int>(
            "a", new UploadProgress("/x", "x"), new AttemptTrace(), _ => throw Lost(), None);
        Task<int> sound = runner.RunAsync(
            "b", new UploadProgress("/y", "y"), new AttemptTrace(), _ => ++failures < 5 ? throw Lost() : Task.FromResult(failures), None);

        Assert.Equal(5, await sound.Guarded());
        Assert.Equal("TransferInterrupted", (await Assert.ThrowsAsync<CosException>(() => poisoned.Guarded())).ErrorId);
    }

    [Fact]
    public async Task A_try_counts_for_all_who_wait_for_its_outcome()
    {
        const int lanes = 8;
        QueuedClock clock = new(Chance.New());
        TransferOptions options = Patient();
        options.MaximumRetryCount = 10;
        RetryRunner runner = new(options, clock, new ServerClock(clock), _observer);
        int tries = 0;

        Task<int>[] all = [.. Enumerable.Range(0, lanes).Select(_ => runner.RunAsync<int>(
            "a", new UploadProgress("/x", "x"), new AttemptTrace(), _ =>
            {
                Interlocked.Increment(ref tries);
                throw Lost();
            }, None))];

        // One waits for time to pass, and the others for what comes of its try.
        int made = lanes;
        while (true)
        {
            await HangGuard.Until(() => all.All(task => task.IsCompleted) || (Volatile.Read(ref tries) == made && clock.Waits == 1));
            if (all.All(task => task.IsCompleted))
            {
                break;
            }

            made += clock.Pass() ? 1 : 0;
        }

        foreach (Task<int> task in all)
        {
            Assert.Equal("TransferInterrupted", (await Assert.ThrowsAsync<CosException>(() => task)).ErrorId);
        }

        // One that was on its way back when the next turn came does not know of that try.
        Assert.InRange(tries, lanes + options.MaximumRetryCount, (2 * lanes) + options.MaximumRetryCount);
    }

    [Fact]
    public async Task A_try_that_hangs_holds_up_nobody()
    {
        FakeClock clock = new();
        RetryRunner runner = new(Patient(), clock, new ServerClock(clock), _observer);
        TaskCompletionSource<int> hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int first = 0;
        int second = 0;
        Task<int> a = runner.RunAsync(
            "a", new UploadProgress("/x", "x"), new AttemptTrace(), _ => ++first < 2 ? throw Lost() : hanging.Task, None);
        await HangGuard.Until(() => Volatile.Read(ref first) == 2);
        Task<int> b = runner.RunAsync(
            "b", new UploadProgress("/y", "y"), new AttemptTrace(), _ => ++second < 3 ? throw Lost() : Task.FromResult(second), None);

        Assert.Equal(3, await b.Guarded());
        Assert.False(a.IsCompleted);
        hanging.SetResult(1);
        Assert.Equal(1, await a.Guarded());
    }

    [Fact]
    public async Task Who_waits_for_a_turn_can_be_stopped()
    {
        QueuedClock clock = new(Chance.New());
        RetryRunner runner = new(Patient(), clock, new ServerClock(clock), _observer);
        using CancellationTokenSource stop = new();
        int tries = 0;
        Task<int> front = runner.RunAsync<int>("a", new UploadProgress("/x", "x"), new AttemptTrace(), _ => throw Lost(), stop.Token);
        await HangGuard.Until(() => clock.Waits == 1);
        Task<int> behind = runner.RunAsync(
            "b", new UploadProgress("/y", "y"), new AttemptTrace(), _ => ++tries < 2 ? throw Lost() : Task.FromResult(tries), None);
        Assert.Equal(1, clock.Waits);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => front.Guarded());
        await HangGuard.Until(() => clock.Waits == 1);
        Assert.True(clock.Pass());

        Assert.Equal(2, await behind.Guarded());
    }

    // The clock takes half of each step.
    private static void AssertFalls(IReadOnlyList<TimeSpan> delays)
    {
        TimeSpan elapsed = TimeSpan.Zero;
        for (int i = 0; i < delays.Count; i++)
        {
            double step = Math.Min(60, Math.Pow(2, Math.Min(i, 10))) / 2;
            bool isLast = elapsed + TimeSpan.FromSeconds(step) > Budget;
            Assert.True(isLast || delays[i].TotalSeconds == step, $"Pause {i} is {delays[i].TotalSeconds} s, after {elapsed}.");
            elapsed += delays[i];
        }
    }

    private static TransferOptions Patient() => new()
    {
        SimpleUploadLimit = 0,
        SliceSize = SliceSize,
        ThrottleLimit = Throttle,
        RetryTimeout = Budget,
        NoProxy = true,
    };

    private static TransportException Lost() => new("reset", null);

    private static CosServiceException Busy() => ServiceCodes.Refusal(4, -71, 503, null, "a", "m");
}
