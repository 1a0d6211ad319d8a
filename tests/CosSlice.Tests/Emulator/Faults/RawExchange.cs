using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>One request over a socket, with nothing between that would hide what comes.</summary>
internal sealed class RawExchange : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly MemoryStream _received = new();
    private long _count;
    private bool _wasReset;

    private RawExchange()
    {
    }

    /// <summary>Bytes that have come so far.</summary>
    public long Count => Volatile.Read(ref _count);

    public static async Task<Outcome> RunAsync(Uri endpoint, string key, byte[] form)
    {
        using RawExchange exchange = await BeginAsync(endpoint, key, form);
        return await exchange.EndAsync();
    }

    /// <summary>Sends a request, and leaves the answer where it is.</summary>
    public static async Task<RawExchange> BeginAsync(Uri endpoint, string key, byte[] form)
    {
        var exchange = new RawExchange();
        await exchange._socket.ConnectAsync(endpoint.Host, endpoint.Port, TestEmulator.Cancellation);
        byte[] head = TestEmulator.RequestHeader(TestEmulator.Path(key), form.Length);
        try
        {
            await exchange.SendAsync((byte[])[.. head, .. form]).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        }
        catch (SocketException)
        {
            // Told once: who reads afterwards sees a mere end.
            exchange._wasReset = true;
        }

        return exchange;
    }

    /// <summary>Reads until a whole answer has come or the connection has ended.</summary>
    public async Task<Outcome> EndAsync()
    {
        ConnectionEnd end = await ReceiveAsync().WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        return new Outcome(_received.ToArray(), end, Stopwatch.GetElapsedTime(_started));
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestEmulator.Cancellation)..];
        }
    }

    private async Task<ConnectionEnd> ReceiveAsync()
    {
        byte[] block = new byte[64 * 1024];
        while (!IsWhole())
        {
            try
            {
                int read = await _socket.ReceiveAsync(block, TestEmulator.Cancellation);
                if (read == 0)
                {
                    return _wasReset ? ConnectionEnd.Reset : ConnectionEnd.Closed;
                }

                _received.Write(block, 0, read);
                Volatile.Write(ref _count, _received.Length);
            }
            catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                return ConnectionEnd.Reset;
            }
        }

        return ConnectionEnd.GoesOn;
    }

    /// <summary>An answer that says "Connection: close" is followed to the end.</summary>
    private bool IsWhole()
    {
        ReadOnlySpan<byte> got = _received.GetBuffer().AsSpan(0, (int)_received.Length);
        int end = got.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        string[] head = Encoding.Latin1.GetString(got[..end]).Split("\r\n");
        string? length = head.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        long body = length is null ? 0 : long.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
        return !head.Contains("Connection: close", StringComparer.OrdinalIgnoreCase) && got.Length - end - 4 >= body;
    }
}
