using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CosSlice.Tests.Support;

/// <summary>
/// A server below HTTP: it takes a request whole, answers with whatever bytes it is told to, and closes the connection.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, byte[]> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="answer">Gives the bytes of an answer, head and all, to the head of a request.</param>
    /// <param name="certificate">Shown to clients, where it is to be TLS.</param>
    public RawServer(Func<string, byte[]> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The heads of all requests so far.</summary>
    public ConcurrentQueue<string> Heads { get; } = [];

    public Uri Endpoint => new($"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>A well-formed answer.</summary>
    public static byte[] Answer(int status, string body, params string[] headers)
        => [.. Head(status, Encoding.UTF8.GetByteCount(body), headers), .. Encoding.UTF8.GetBytes(body)];

    /// <summary>The head of a well-formed answer with a body of so many bytes.</summary>
    public static byte[] Head(int status, int length, params string[] headers)
        => Encoding.Latin1.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} X\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {length}\r\nConnection: close\r\n\r\n"));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting.Guarded();
        _listener.Stop();
        _end.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using Stream stream = await SecureAsync(client.GetStream());
                if (await TakeAsync(stream) is { } head)
                {
                    Heads.Enqueue(head);
                    await stream.WriteAsync(_answer(head), _end.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
            {
                // The client wants no more of this connection, or the test has ended.
            }
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return secure;
    }

    private async Task<string?> TakeAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        const string length = "\r\nContent-Length: ";
        string text = head.ToString();
        int start = text.IndexOf(length, StringComparison.OrdinalIgnoreCase);
        if (start >= 0)
        {
            string count = text[(start + length.Length)..].Split('\r')[0];
            await stream.ReadExactlyAsync(new byte[int.Parse(count, CultureInfo.InvariantCulture)], _end.Token);
        }

        return text;
    }
}
