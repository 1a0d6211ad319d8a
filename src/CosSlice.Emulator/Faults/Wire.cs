using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CosSlice.Emulator.Faults;

/// <summary>
/// The connection of a request, for what no web server sends by itself. Kestrel must not have begun an answer, and after the
/// last word the connection is at its end.
/// </summary>
internal sealed class Wire(HttpContext context, PipeReader body, CancellationToken stopping)
{
    // Nothing tells when encrypted bytes have left Kestrel's pipe.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(50);

    // How long a client that was told of the end may take to go.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
    private readonly SslStream? _secure = context.Features.Get<ISslStreamFeature>()?.SslStream;

    /// <summary>Sends bytes as they are.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_secure is not null)
        {
            await _secure.WriteAsync(bytes, context.RequestAborted);
            await _secure.FlushAsync(context.RequestAborted);
            return;
        }

        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, context.RequestAborted)..];
        }
    }

    /// <summary>Breaks the connection off: the client sees a reset (RST).</summary>
    public async Task ResetAsync()
    {
        if (_secure is not null)
        {
            await Task.Delay(SettleTime, CancellationToken.None);
        }

        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
    }

    /// <summary>Ends the connection in order: the client sees its end (FIN), and what it still sends is taken and forgotten.</summary>
    public async Task CloseAsync()
    {
        if (_secure is not null)
        {
            await Task.Delay(SettleTime, CancellationToken.None);
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            await AwaitEndAsync(Patience);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }

        context.Abort();
    }

    /// <summary>Waits until the client has gone or the emulator ends, and takes what it still sends.</summary>
    public async Task AwaitEndAsync(TimeSpan patience)
    {
        CancellationToken closed = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(closed, stopping, context.RequestAborted);
        if (patience != Timeout.InfiniteTimeSpan)
        {
            end.CancelAfter(patience);
        }

        try
        {
            while (true)
            {
                ReadResult read = await body.ReadAsync(end.Token);
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // That was waited for.
        }
    }
}
