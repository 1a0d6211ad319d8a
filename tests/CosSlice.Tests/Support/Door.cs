using System.Net;
using System.Net.Sockets;

namespace CosSlice.Tests.Support;

/// <summary>Stands before a service; shut, it resets every connection, those that stand and those that come.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _relays = [];
    private readonly Task _accepting;
    private readonly int _target;
    private CancellationTokenSource? _open = new();
    private int _knocks;

    /// <param name="target">The service's address, on this machine.</param>
    public Door(Uri target)
    {
        _target = target.Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Connections that came while it was shut.</summary>
    public int Knocks => Volatile.Read(ref _knocks);

    public void Open() => Volatile.Write(ref _open, new CancellationTokenSource());

    public void Shut()
    {
        using CancellationTokenSource open = Interlocked.Exchange(ref _open, null)!;
        open.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting.Guarded();
        _listener.Stop();
        await Task.WhenAll(_relays).Guarded();
        _open?.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_end.Token);
                if (Volatile.Read(ref _open) is { } open)
                {
                    _relays.Add(RelayAsync(client, open.Token));
                }
                else
                {
                    Interlocked.Increment(ref _knocks);
                    client.Close(0);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket client, CancellationToken shut)
    {
        using CancellationTokenSource closed = CancellationTokenSource.CreateLinkedTokenSource(shut, _end.Token);
        using Socket near = client;
        using Socket far = new(SocketType.Stream, ProtocolType.Tcp);
        near.LingerState = far.LingerState = new LingerOption(true, 0);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, closed.Token);
            await Task.WhenAll(PumpAsync(near, far, closed), PumpAsync(far, near, closed));
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // One side is gone, or the door was shut, which disposing tells the others.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, CancellationTokenSource closed)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, closed.Token) is > 0 and int count)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), closed.Token);
                }
            }
        }
        finally
        {
            // The other direction is of no more use.
            await closed.CancelAsync();
        }
    }
}
