using System.Net;
using System.Net.Sockets;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>Passes connections on to the emulator, and tells when the content of a slice begins to pass.</summary>
internal sealed class WatchedLink : IDisposable
{
    private const int BufferSize = 256 * 1024;

    // Heads, questions and small files are shorter.
    private const int MoreThanAQuestion = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _emulator;
    private volatile TaskCompletionSource<DateTime> _seen = New();

    public WatchedLink(Uri emulator)
    {
        _emulator = emulator;
        _listener.Start();
        Endpoint = new Uri($"http://{_listener.LocalEndpoint}");
        _ = AcceptAsync();
    }

    /// <summary>Where to connect to in the emulator's place.</summary>
    public Uri Endpoint { get; }

    /// <summary>The next slice, on a connection that is made from now on: the time in UTC.</summary>
    public Task<DateTime> NextSliceAsync()
    {
        _seen = New();
        return _seen.Task;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private static TaskCompletionSource<DateTime> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The link is closed.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using Socket near = client;
        using Socket far = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        TaskCompletionSource<DateTime> seen = _seen;
        try
        {
            await far.ConnectAsync(_emulator.Host, _emulator.Port, _end.Token);
            _ = await Task.WhenAny(PumpAsync(near, far, seen), PumpAsync(far, near, seen: null));
        }
        catch (SocketException)
        {
            // The emulator is gone: the client hears of it as the connection closes.
        }
        catch (OperationCanceledException)
        {
            // The link is closed.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, TaskCompletionSource<DateTime>? seen)
    {
        byte[] buffer = new byte[BufferSize];
        long passed = 0;
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, _end.Token)) > 0;)
            {
                passed += read;
                if (passed > MoreThanAQuestion)
                {
                    _ = seen?.TrySetResult(DateTime.UtcNow);
                }

                for (int sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
                }
            }
        }
        catch (SocketException)
        {
            // One side was killed, as it is meant to be.
        }
        catch (ObjectDisposedException)
        {
            // The other direction has ended first.
        }
        catch (OperationCanceledException)
        {
            // The link is closed.
        }
    }
}
