using System.Net;
using System.Net.Sockets;

namespace CosSlice.Benchmarks.Workers;

/// <summary>Reads the file and writes it to one connection, with no protocol at all.</summary>
internal static class RawTcpWork
{
    public const int BufferSize = 256 * 1024;

    public static async Task<Sample> RunAsync(string file, int port, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        long sent = 0;

        Meter meter = new();
        await using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; sent += read)
        {
            for (int done = 0; done < read;)
            {
                done += await socket.SendAsync(buffer.AsMemory(done, read - done), cancellationToken);
            }
        }

        // The other side closes when it has read all: only then have the bytes arrived.
        socket.Shutdown(SocketShutdown.Send);
        _ = await socket.ReceiveAsync(buffer, cancellationToken);
        return meter.Read(sent);
    }
}
