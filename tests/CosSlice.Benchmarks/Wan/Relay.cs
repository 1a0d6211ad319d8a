using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CosSlice.Benchmarks.Wan;

/// <summary>A long line to a server on this machine: connections to it are led there, late and at the line's rate.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int PieceSize = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Link _up;
    private readonly Link _down;
    private readonly Task _accepting;
    private long _bytesSent;

    /// <param name="target">The server, on this machine.</param>
    /// <param name="bytesPerSecond">Each way, over all connections.</param>
    /// <param name="delay">Each way.</param>
    public Relay(Uri target, double bytesPerSecond, TimeSpan delay)
    {
        _target = target.Port;
        _up = new Link(bytesPerSecond, delay);
        _down = new Link(bytesPerSecond, delay);
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Bytes that the line took from clients.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(LeadAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task LeadAsync(Socket client)
    {
        using Socket near = client;
        using Socket far = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;

        // The machine has shaken hands already, which over a line like this takes a round trip: nothing is sent before.
        TimeSpan connected = _up.Now + _up.Delay + _down.Delay;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            Task up = PumpAsync(near, far, _up, connected, bytes => Interlocked.Add(ref _bytesSent, bytes));
            Task down = PumpAsync(far, near, _down, TimeSpan.Zero, _ => { });
            if ((await Task.WhenAny(up, down)).IsFaulted)
            {
                // A connection that is reset at one end is so at the other too.
                near.Close(0);
                far.Close(0);
            }

            await Task.WhenAll(up, down);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has ended the connection, or the relay is no longer needed; disposing tells the other side.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Link link, TimeSpan earliest, Action<int> took)
    {
        Channel<(byte[] Piece, TimeSpan Arrival)> onTheWay = Channel.CreateUnbounded<(byte[], TimeSpan)>();
        Task arriving = ArriveAsync(onTheWay.Reader, to, link);
        try
        {
            byte[] buffer = new byte[PieceSize];
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and int count)
            {
                took(count);
                (TimeSpan arrival, TimeSpan next) = link.Put(count, earliest);
                onTheWay.Writer.TryWrite((buffer[..count], arrival));
                await link.UntilAsync(next, _end.Token);
            }
        }
        finally
        {
            onTheWay.Writer.Complete();
            await arriving;
        }
    }

    private async Task ArriveAsync(ChannelReader<(byte[] Piece, TimeSpan Arrival)> onTheWay, Socket to, Link link)
    {
        await foreach ((byte[] piece, TimeSpan arrival) in onTheWay.ReadAllAsync(_end.Token))
        {
            await link.UntilAsync(arrival, _end.Token);
            for (int sent = 0; sent < piece.Length;)
            {
                sent += await to.SendAsync(piece.AsMemory(sent), _end.Token);
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
