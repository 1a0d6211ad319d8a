using System.Net.Sockets;
using System.Text;

namespace CosSlice.Tests.Emulator;

/// <summary>A connection that sends exactly the bytes it is given.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<RawConnection> OpenAsync(Uri endpoint)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(endpoint.Host, endpoint.Port, TestEmulator.Cancellation);
        return new RawConnection(client);
    }

    public async Task SendAsync(params byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            await _stream.WriteAsync(piece, TestEmulator.Cancellation);
        }
    }

    /// <summary>Reads one answer: its header's lines, and as much body as its Content-Length says.</summary>
    public async Task<(string Header, byte[] Body)> ReceiveAsync() =>
        await ReceiveCoreAsync().WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);

    public void Dispose() => _client.Dispose();

    private async Task<(string Header, byte[] Body)> ReceiveCoreAsync()
    {
        var header = new StringBuilder();
        byte[] one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, TestEmulator.Cancellation);
            header.Append((char)one[0]);
        }

        string text = header.ToString();
        string length = text.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        byte[] body = new byte[int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body, TestEmulator.Cancellation);
        return (text, body);
    }
}
