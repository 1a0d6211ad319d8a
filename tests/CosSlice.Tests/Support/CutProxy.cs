using System.Net;
using System.Net.Sockets;

namespace CosSlice.Tests.Support;

/// <summary>Stands between a client and a service and resets connections at chosen bytes of what goes to and fro.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Queue<Cut> _cuts = [];
    private readonly List<Task> _relays = [];
    private readonly Task _accepting;
    private long _passed;
    private bool _isActing;

    /// <param name="target">The service's address, on this machine.</param>
    public CutProxy(Uri target)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The service's address, on this machine; one that has started anew may have another.</summary>
    public Uri Target { get; set; }

    /// <summary>Where clients connect to.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many connections were cut so far.</summary>
    public int Done { get; private set; }

    /// <summary>Adds a cut to those that come one after another.</summary>
    /// <param name="isOfAnswer">Whether what the service sends is counted, or else what clients send.</param>
    /// <param name="after">Bytes, over all connections since the cut before this one, that still pass; what comes next is lost.</param>
    /// <param name="act">What happens before the connection is reset; nothing else is cut meanwhile.</param>
    public void Plan(bool isOfAnswer, long after, Func<Task>? act = null)
    {
        lock (_gate)
        {
            _cuts.Enqueue(new Cut(isOfAnswer, after, act));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting.Guarded();
        _listener.Stop();
        await Task.WhenAll(_relays).Guarded();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _relays.Add(RelayAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
        Task up = Task.CompletedTask;
        Task down = Task.CompletedTask;
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, Target.Port, _end.Token);
                up = PumpAsync(client, server, isOfAnswer: false);
                down = PumpAsync(server, client, isOfAnswer: true);
                await await Task.WhenAny(up, down);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // One side is gone, which the other learns the same way.
                client.LingerState = server.LingerState = new LingerOption(true, 0);
            }
        }

        server.Dispose();
        await EndAsync(up);
        await EndAsync(down);
    }

    private static async Task EndAsync(Task pump)
    {
        try
        {
            await pump;
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Both connections were closed under it.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isOfAnswer)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and int count)
        {
            int passes = Take(isOfAnswer, count, out Cut? cut);
            for (int sent = 0; sent < passes;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, passes - sent), _end.Token);
            }

            if (cut is not null)
            {
                await ActAsync(cut);
                throw new SocketException((int)SocketError.ConnectionReset);
            }
        }
    }

    private async Task ActAsync(Cut cut)
    {
        await (cut.Act?.Invoke() ?? Task.CompletedTask);
        lock (_gate)
        {
            _isActing = false;
        }
    }

    private int Take(bool isOfAnswer, int count, out Cut? cut)
    {
        lock (_gate)
        {
            cut = null;
            if (_isActing || !_cuts.TryPeek(out Cut? next) || next.IsOfAnswer != isOfAnswer)
            {
                return count;
            }

            if (_passed + count <= next.After)
            {
                _passed += count;
                return count;
            }

            int passes = (int)(next.After - _passed);
            cut = _cuts.Dequeue();
            _passed = 0;
            _isActing = true;
            Done++;
            return passes;
        }
    }

    private sealed record Cut(bool IsOfAnswer, long After, Func<Task>? Act);
}
