using CosSlice.Files;
using CosSlice.Http;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Uploads under a rate, over real HTTP and on clocks of the tests' own.</summary>
public class MaxBytesPerSecondTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(0, 100_000, false)]
    [InlineData(1, 1024, false)]
    [InlineData(Mebibyte, 100_000, false)]
    [InlineData((5 * Mebibyte) + 3, 300_001, true)]
    [InlineData((12 * Mebibyte) + 3, 5_000_000, true)]
    public async Task An_upload_takes_its_content_over_the_rate_and_nothing_more(long length, long rate, bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("slow.bin", length);
        FakeClock clock = new();

        await UploadAsync(service, clock, Under(rate, sliced), path);

        Assert.Equal(TicksOf(length, rate), clock.Elapsed.Ticks);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task Without_a_rate_nothing_waits()
    {
        await using Service service = await Service.StartAsync();
        FakeClock clock = new();

        await UploadAsync(service, clock, Service.Quick(sliced: true), service.Folder.File("fast.bin", 3 * Mebibyte));

        Assert.Empty(clock.Delays);
    }

    [Fact]
    public async Task Version_1_is_under_it_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("old.bin", 3 * Mebibyte);
        FakeClock clock = new();
        using CosUploader uploader = new(service.Options(Under(Mebibyte, sliced: true)), observer: null, clock);

        await uploader.Start(service.Request(path, context: service.V1), TestContext.Current.CancellationToken).Completion.Guarded();

        Assert.Equal(TimeSpan.FromSeconds(3), clock.Elapsed);
    }

    [Fact]
    public async Task All_files_share_it()
    {
        await using Service service = await Service.StartAsync();
        FakeClock clock = new();
        string[] paths = [.. Enumerable.Range(1, 6).Select(index => service.Folder.File($"{index}.bin", index * 100_000L, seed: index))];

        await UploadAsync(service, clock, Under(300_000), paths);

        Assert.Equal(TimeSpan.FromSeconds(7), clock.Elapsed);
    }

    [Fact]
    public async Task Repeats_count_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", 3 * Mebibyte);
        TransferOptions options = Under(Mebibyte, sliced: true);
        options.RetryInterval = TimeSpan.Zero;
        service.Faults.On("upload_slice_data", Faults.Answer(503, "text/plain", "busy"), times: 2);
        FakeClock clock = new();

        await UploadAsync(service, clock, options, path);

        Assert.Equal(TimeSpan.FromSeconds(5), clock.Elapsed);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_for_a_turn_is_no_stall(bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("patient.bin", 4 * Mebibyte);
        TransferOptions options = Under(100 * Mebibyte, sliced);
        options.OperationTimeout = TimeSpan.FromSeconds(1.5);
        options.MaximumRetryCount = 0;

        // One waits for time to pass and the others for that one: all of them for longer than the time-out.
        SlowClock clock = new(2 * options.OperationTimeout);
        await UploadAsync(service, clock, options, path);

        Assert.True(clock.HasBeenSlow);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task Behind_its_turn_a_connection_that_takes_nothing_is_still_a_stall()
    {
        using TempFolder folder = new();
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        CosContext context = CosContext.Create("1", "b", null, new Uri($"http://{silent.LocalEndpoint}/"), "id", "key");
        TransferOptions options = Under(100 * Mebibyte);
        options.OperationTimeout = TimeSpan.FromMilliseconds(300);
        options.MaximumRetryCount = 0;
        using CosUploader uploader = new(folder.WithState(options), observer: null, new FakeClock());
        UploadRequest request = new(context, folder.File("x.bin", 20 * Mebibyte), ObjectKey.Create("x.bin"));

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => uploader.Start(request, TestContext.Current.CancellationToken).Completion.Guarded());

        Assert.Contains("No byte moved", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_every_wait_at_once(bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cancelled.bin", 4 * Mebibyte);
        HeldClock clock = new();
        using CancellationTokenSource stop = new();
        using CosUploader uploader = new(service.Options(Under(1024, sliced)), observer: null, clock);

        UploadHandle<CosFile> handle = uploader.Start(service.Request(path), stop.Token);
        await HangGuard.Until(() => clock.IsAwaited);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion.Guarded());
        Assert.False(clock.IsAwaited);
        File.Delete(path);
        await service.AssertNotStoredAsync("cancelled.bin");
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_buffer_back()
    {
        using TempFolder folder = new();
        string path = folder.File("buffer.bin", Mebibyte);
        using SourceFile source = SourceFile.Open(path);
        BufferPool pool = new(MultipartBody.BufferSize);
        byte[] only = pool.Rent();
        pool.Return(only);
        HeldClock clock = new();
        using CancellationTokenSource stop = new();
        using StallGuard guard = new(HangGuard.Limit, HangGuard.Limit, stop.Token);
        FileField field = new(new ContentRange(source, 0, Mebibyte, ContentDigest.None, completesObject: true, new UploadProgress(path, "k")));
        using MultipartBody body = new(new FormFields("upload"), field, pool, guard, new RateLimit(1024, clock));

        Task sending = body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        await HangGuard.Until(() => clock.IsAwaited);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.Guarded());
        Assert.Same(only, pool.Rent());
    }

    private static TransferOptions Under(long rate, bool sliced = false)
    {
        TransferOptions options = Service.Quick(sliced);
        options.MaxBytesPerSecond = rate;
        return options;
    }

    private static async Task UploadAsync(Service service, Clock clock, TransferOptions options, params string[] paths)
    {
        using CosUploader uploader = new(service.Options(options), observer: null, clock);
        await Task.WhenAll(paths.Select(
            path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion)).Guarded();
    }

    private static long TicksOf(long bytes, long rate) => (long)Math.Ceiling((decimal)bytes * TimeSpan.TicksPerSecond / rate);

    /// <summary>Time that passes at once by waiting, but for the first wait, which takes long by every other clock as well.</summary>
    private sealed class SlowClock(TimeSpan first) : Clock
    {
        private readonly FakeClock _quick = new();

        public bool HasBeenSlow { get; private set; }

        public override TimeSpan Elapsed => _quick.Elapsed;

        public override async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            if (!HasBeenSlow)
            {
                await Task.Delay(first, cancellationToken);
                HasBeenSlow = true;
            }

            await _quick.DelayAsync(delay, cancellationToken);
        }
    }
}
