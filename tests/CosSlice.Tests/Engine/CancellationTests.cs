using System.Net;
using System.Net.Sockets;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Cancelling ends every request at once and leaves nothing behind.</summary>
public class CancellationTests
{
    private const int Mebibyte = 1024 * 1024;

    public enum Way
    {
        Token,
        Dispose,
    }

    [Theory]
    [InlineData("upload", Way.Token)]
    [InlineData("upload_slice_init", Way.Token)]
    [InlineData("upload_slice_data", Way.Token)]
    [InlineData("upload_slice_finish", Way.Token)]
    [InlineData("upload", Way.Dispose)]
    [InlineData("upload_slice_data", Way.Dispose)]
    public async Task Every_request_under_way_ends(string op, Way way)
    {
        await using Service service = await Service.StartAsync();
        int expected = op == "upload_slice_data" ? 8 : 1;
        using CountdownEvent arrived = new(expected);
        using CountdownEvent ended = new(expected);
        service.Faults.On(
            op,
            Faults.Hold(() => arrived.Signal(), Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken), () => ended.Signal()),
            times: expected);
        using CancellationTokenSource stop = new();
        string path = service.Folder.File("cancelled.bin", 12 * Mebibyte);
        using CosUploader uploader = service.Uploader(Service.Quick(sliced: op != "upload"));

        UploadHandle<CosFile> handle = uploader.Start(service.Request(path), stop.Token);
        await Task.Run(() => Assert.True(arrived.Wait(HangGuard.Limit)), TestContext.Current.CancellationToken);
        if (way == Way.Token)
        {
            await stop.CancelAsync();
        }
        else
        {
            uploader.Dispose();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion.Guarded());
        await Task.Run(() => Assert.True(ended.Wait(HangGuard.Limit)), TestContext.Current.CancellationToken);
        Assert.Equal(UploadPhase.Failed, handle.Progress.Phase);

        // The file is closed: on every system it can be replaced, and nothing reads it any more.
        File.Delete(path);
        await service.AssertNotStoredAsync("cancelled.bin");
    }

    [Fact]
    public async Task A_body_that_is_half_way_ends_with_its_connection()
    {
        using TempFolder folder = new();
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        CosContext context = CosContext.Create("1", "b", null, new Uri($"http://{server.LocalEndpoint}/"), "id", "key");
        using CancellationTokenSource stop = new();
        using CosUploader uploader = new(folder.WithState(Service.Quick()));
        UploadRequest request = new(context, folder.File("half.bin", 20 * Mebibyte), ObjectKey.Create("half.bin"));

        UploadHandle<CosFile> handle = uploader.Start(request, stop.Token);
        using TcpClient connection = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().Guarded();
        byte[] buffer = new byte[64 * 1024];
        int first = await connection.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().Guarded();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion.Guarded());
        long rest = await DrainAsync(connection.GetStream(), buffer).Guarded();
        Assert.InRange(first + rest, 1, (20 * Mebibyte) - 1);
    }

    [Fact]
    public async Task A_wait_for_the_next_try_ends()
    {
        await using Service service = await Service.StartAsync();
        TransferOptions options = new() { RetryInterval = TimeSpan.FromMinutes(10), RetryTimeout = TimeSpan.FromHours(1) };
        service.Faults.On("upload", Faults.Break, times: 100);
        RecordingObserver observer = new();
        using CosUploader uploader = new(service.Options(options), observer, new FakeChance());
        using CancellationTokenSource stop = new();

        UploadHandle<CosFile> handle = uploader.Start(service.Request(service.Folder.File("waiting.bin", 10)), stop.Token);
        await Task.Run(() => SpinWait.SpinUntil(() => !observer.Notes.IsEmpty, HangGuard.Limit), TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion.Guarded());
    }

    [Fact]
    public async Task A_disposed_uploader_takes_nothing_more()
    {
        await using Service service = await Service.StartAsync();
        CosUploader uploader = service.Uploader();
        uploader.Dispose();
        uploader.Dispose();

        Assert.Throws<ObjectDisposedException>(
            () => uploader.Start(service.Request(service.Folder.File("late.bin", 1)), CancellationToken.None));
    }

    [Fact]
    public async Task A_failure_of_one_slice_ends_the_others()
    {
        await using Service service = await Service.StartAsync();
        using CountdownEvent held = new(3);
        using CountdownEvent ended = new(3);
        service.Faults.On(
            "upload_slice_data",
            Faults.Hold(() => held.Signal(), Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken), () => ended.Signal()),
            times: 3);
        service.Faults.On("upload_slice_data", async (context, next) =>
        {
            await Task.Run(() => held.Wait(HangGuard.Limit));
            await Faults.Refuse(403, -97)(context, next);
        });
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 4;

        CosServiceException refused = await Assert.ThrowsAsync<CosServiceException>(
            () => service.UploadAsync(service.Folder.File("failing.bin", 12 * Mebibyte), options)).Guarded();

        Assert.Equal(-97, refused.Code);
        Assert.True(ended.Wait(HangGuard.Limit, TestContext.Current.CancellationToken));
        Assert.Empty(service.Requests("upload_slice_finish"));
    }

    private static async Task<long> DrainAsync(NetworkStream stream, byte[] buffer)
    {
        long drained = 0;
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                drained += read;
            }
        }
        catch (IOException reset)
        {
            Assert.IsType<SocketException>(reset.InnerException);
        }

        return drained;
    }

    private sealed class FakeChance : Clock
    {
        public override double NextDouble() => 0.99;
    }
}
