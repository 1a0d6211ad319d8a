using System.Net.Sockets;
using System.Text;
using CosSlice.Http;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.EngineOnNet8;

/// <summary>Small requests go out in one piece each, and nothing is ever held back, changed or lost.</summary>
public class GatheringStreamTests
{
    private static readonly CancellationToken Ends = TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_written_comes_out_as_it_is_and_no_whole_request_is_kept()
        => Prop.ForAll(Requests(), Cuts(), (requests, cuts) =>
        {
            using WriteLog connection = new();
            using GatheringStream stream = new(connection);
            byte[] all = [.. requests.SelectMany(request => request)];
            HashSet<int> ends = [.. requests.Select((_, index) => requests.Take(index + 1).Sum(request => request.Length))];
            int written = 0;
            foreach (int end in requests.SelectMany((_, index) => Pieces(requests, index, cuts)))
            {
                stream.WriteAsync(all.AsMemory(written, end - written), Ends).AsTask().GetAwaiter().GetResult();
                written = end;
                if (ends.Contains(end) && connection.Length != end)
                {
                    return false;
                }
            }

            return connection.ToArray().AsSpan().SequenceEqual(all);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_request_comes_out_too()
        => Prop.ForAll(Arb.From(Requests().Generator.SelectMany(requests => Gen.Elements(requests)).SelectMany(Damaged)), Cuts(), (bytes, cuts) =>
        {
            using WriteLog connection = new();
            using GatheringStream stream = new(connection);
            int written = 0;
            foreach (int end in Pieces([bytes], 0, cuts))
            {
                stream.Write(bytes, written, end - written);
                written = end;
            }

            stream.Flush();
            return connection.ToArray().AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_small_request_goes_out_in_one_write()
    {
        byte[] request = Request("POST", 5000);
        using WriteLog connection = new();
        using GatheringStream stream = new(connection);

        for (int i = 0; i < 2; i++)
        {
            await stream.WriteAsync(request.AsMemory(0, 4096), Ends);
            await stream.WriteAsync(request.AsMemory(4096), Ends);
        }

        Assert.Equal([request.Length, request.Length], connection.Writes);
    }

    [Fact]
    public async Task A_large_one_goes_out_as_it_comes()
    {
        byte[] request = Request("POST", GatheringStream.Most);
        using WriteLog connection = new();
        using GatheringStream stream = new(connection);

        await stream.WriteAsync(request.AsMemory(0, 4096), Ends);
        await stream.WriteAsync(request.AsMemory(4096), Ends);

        Assert.Equal([4096, request.Length - 4096], connection.Writes);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("CONNECT host:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5 \r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task What_it_does_not_know_waits_for_nothing(string beginning)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(beginning);
        using WriteLog connection = new();
        using GatheringStream stream = new(connection);

        await stream.WriteAsync(bytes, Ends);
        await stream.WriteAsync(Request("POST", 5000).AsMemory(0, 4096), Ends);

        Assert.Equal([bytes.Length, 4096], connection.Writes);
    }

    [Fact]
    public async Task More_than_a_request_has_goes_out_with_what_was_kept_of_it()
    {
        byte[] request = Request("POST", 5000);
        byte[] rest = [.. request[4096..], 1, 2, 3];
        using WriteLog connection = new();
        using GatheringStream stream = new(connection);

        await stream.WriteAsync(request.AsMemory(0, 4096), Ends);
        await stream.WriteAsync(rest, Ends);

        Assert.Equal([.. request, 1, 2, 3], connection.ToArray());
    }

    [Fact]
    public async Task Asked_to_flush_it_keeps_nothing()
    {
        byte[] request = Request("POST", 5000);
        using WriteLog connection = new();
        using GatheringStream stream = new(connection);

        await stream.WriteAsync(request.AsMemory(0, 4096), Ends);
        await stream.FlushAsync(Ends);
        long flushed = connection.Length;
        await stream.WriteAsync(request.AsMemory(4096, 4), Ends);

        Assert.Equal(4096, flushed);
        Assert.Equal(4100, connection.Length);
    }

    [Fact]
    public async Task The_client_sends_small_files_so()
    {
        await using Service service = await Service.StartAsync();
        List<CountedConnection> connections = [];
        using SocketsHttpHandler handler = (SocketsHttpHandler)HandlerFactory.Create(new TransferOptions { NoProxy = true });
        handler.ConnectCallback = async (context, cancellation) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            connections.Add(new CountedConnection(socket));
            return connections[^1];
        };
        using HttpMessageInvoker client = new(handler);

        for (int i = 0; i < 3; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, service.Emulator.Endpoint) { Content = new ByteArrayContent(new byte[4800]) };
            using HttpResponseMessage answer = await client.SendAsync(request, Ends).Guarded();
            _ = await answer.Content.ReadAsByteArrayAsync(Ends);
        }

        CountedConnection connection = Assert.Single(connections);
        Assert.Equal(3, connection.Writes.Count);
        Assert.All(connection.Writes, length => Assert.InRange(length, 4801, 6000));
    }

    private static Arbitrary<byte[][]> Requests()
        => Arb.From(
            from count in Gen.Choose(1, 4)
            from requests in Gen.Zip(Gen.Elements("POST", "GET"), Gen.Frequency((4, Gen.Choose(0, 6000)), (1, Gen.Choose(GatheringStream.Most - 200, GatheringStream.Most + 200)))).ArrayOf(count)
            select requests.Select(request => Request(request.Item1, request.Item1 == "GET" ? 0 : request.Item2)).ToArray());

    // As the client cuts them for the most part: the head whole in the first.
    private static Arbitrary<int[]> Cuts() => Arb.From(Gen.Frequency((3, Gen.Choose(150, 4096)), (1, Gen.Choose(1, 149))).ArrayOf(3));

    // One byte is another one, or what follows it is missing.
    private static Gen<byte[]> Damaged(byte[] request)
        => from at in Gen.Choose(0, Math.Min(request.Length, 160) - 1)
           from value in Gen.Choose(0, 255)
           from isCut in Gen.Elements(false, true)
           select isCut ? request[..at] : [.. request[..at], (byte)value, .. request[(at + 1)..]];

    // Where each write of a request ends, in all that is written; no write has bytes of two.
    private static IEnumerable<int> Pieces(byte[][] requests, int index, int[] cuts)
    {
        int begin = requests.Take(index).Sum(request => request.Length);
        int end = begin + requests[index].Length;
        for (int at = begin, cut = 0; at < end; cut++)
        {
            at = Math.Min(end, at + cuts[cut % cuts.Length]);
            yield return at;
        }
    }

    private static byte[] Request(string method, int body)
        => [
            .. Encoding.ASCII.GetBytes($"{method} /files/v2/1/b/x HTTP/1.1\r\nHost: h\r\nAuthorization: x\r\n{(method == "POST" ? $"Content-Length: {body}\r\n" : string.Empty)}\r\n"),
            .. Enumerable.Range(0, body).Select(i => (byte)(i * 31)),
        ];

    private sealed class WriteLog : MemoryStream
    {
        public List<int> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class CountedConnection(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public List<int> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
