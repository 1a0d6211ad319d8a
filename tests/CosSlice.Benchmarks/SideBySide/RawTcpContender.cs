using System.Net;
using System.Net.Sockets;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The ceiling: the file's bytes over one connection to a reader that throws them away.</summary>
internal sealed class RawTcpContender(Workspace workspace) : IContender
{
    public string Name => "raw TCP copy, 1 connection";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task discarding = DiscardAsync(listener, stop.Token);
        try
        {
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            Sample sample = await Worker.RunAsync([WorkerCommand.RawTcp, workspace.File, $"{port}"], cancellationToken);
            await discarding;
            return sample;
        }
        finally
        {
            // A worker that failed never connected.
            await stop.CancelAsync();
            await discarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DiscardAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        using Socket socket = await listener.AcceptSocketAsync(cancellationToken);
        byte[] buffer = new byte[RawTcpWork.BufferSize];
        while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}
