using System.Net;
using System.Net.Sockets;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Nothing waits for ever: neither for a connection nor for a byte.</summary>
public class StallTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_takes_a_connection_and_never_answers_is_given_up(bool sliced)
    {
        using TempFolder folder = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();

        CosException failure = await FailAsync(folder, silent.LocalEndpoint, sliced).Guarded();

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.True(failure.IsTransient);
        Assert.Contains("No byte moved", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_body_is_said_to_have_waited_as_long_as_it_did()
    {
        using TempFolder folder = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        CosContext context = CosContext.Create("1", "b", null, new Uri($"http://{silent.LocalEndpoint}/"), "id", "key");
        TransferOptions options = folder.WithState(Service.Quick());
        options.ConnectionTimeout = TimeSpan.FromMilliseconds(200);
        options.OperationTimeout = Soon;
        options.MaximumRetryCount = 0;
        using CosInspector inspector = new(options);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => inspector.GetAsync(context, ObjectKey.Create("x.bin"), TestContext.Current.CancellationToken)).Guarded();

        Assert.Contains($"for {0.5:0.###} seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_given_up()
    {
        using TempFolder folder = new();
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        EndPoint address = closed.LocalEndpoint;
        closed.Stop();

        CosException failure = await FailAsync(folder, address, sliced: false).Guarded();

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.NotNull(failure.RecommendedAction);
        Assert.Equal(CosUploadState.Interrupted, failure.Upload!.State);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_given_up()
    {
        using TempFolder folder = new();
        CosContext context = CosContext.Create("1", "b", null, new Uri("http://does-not-exist.invalid/"), "id", "key");

        CosException failure = await FailAsync(folder, context, sliced: false).Guarded();

        Assert.Equal("TransferInterrupted", failure.ErrorId);
    }

    [Fact]
    public async Task A_request_that_stalls_is_made_again_elsewhere()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("stalled.bin", 3 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.OperationTimeout = Soon;
        service.Faults.On("upload_slice_data", Faults.Hold(() => { }, Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken)));

        await service.UploadAsync(path, options).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_body_that_moves_slowly_but_moves_is_no_stall()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("slow.bin", 20 * Mebibyte);
        TransferOptions options = Service.Quick();
        options.OperationTimeout = TimeSpan.FromSeconds(3);
        options.RetryTimeout = TimeSpan.Zero;

        // The whole takes longer than the time-out; what the system's own buffers hold at the end takes much less.
        service.Faults.On("upload", async (context, next) =>
        {
            byte[] piece = new byte[Mebibyte];
            using MemoryStream whole = new();
            for (int read; (read = await context.Request.Body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false)) > 0;)
            {
                whole.Write(piece, 0, read);
                await Task.Delay(options.OperationTimeout / 14);
            }

            whole.Position = 0;
            context.Request.Body = whole;
            await next(context);
        });

        await service.UploadAsync(path, options).Guarded();

        await service.AssertStoredAsync(path);
    }

    private static Task<CosException> FailAsync(TempFolder folder, EndPoint address, bool sliced)
        => FailAsync(folder, CosContext.Create("1", "b", null, new Uri($"http://{address}/"), "id", "key"), sliced);

    private static async Task<CosException> FailAsync(TempFolder folder, CosContext context, bool sliced)
    {
        TransferOptions options = Service.Quick(sliced);
        options.ConnectionTimeout = Soon;
        options.OperationTimeout = Soon;
        options.MaximumRetryCount = 1;
        using CosUploader uploader = new(folder.WithState(options));
        UploadRequest request = new(context, folder.File("x.bin", 2 * Mebibyte), ObjectKey.Create("x.bin"));
        return await Assert.ThrowsAsync<CosException>(() => uploader.Start(request, TestContext.Current.CancellationToken).Completion);
    }
}
