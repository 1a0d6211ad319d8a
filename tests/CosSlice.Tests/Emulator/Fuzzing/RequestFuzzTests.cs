using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator.Fuzzing;

/// <summary>
/// Whatever is sent to the emulator, it answers with a code of the service's and a status that blames the request, or ends the connection; it
/// never has a fault of its own, never hangs, and writes nowhere but into its store.
/// </summary>
public sealed class RequestFuzzTests
{
    [Fact]
    public async Task The_corpus_is_answered_or_refused()
    {
        using TempFolder folder = new();
        await using TestEmulator emulator = await StartAsync(folder);
        foreach ((string name, byte[] bytes) in Corpus.Cases("requests"))
        {
            await AssertRefusedAsync(emulator, Filled(bytes), name);
        }

        await AssertUnharmedAsync(emulator, folder);
    }

    [Fact]
    public async Task Right_requests_with_anything_done_to_them_are_answered_or_refused()
    {
        using TempFolder folder = new();
        await using TestEmulator emulator = await StartAsync(folder);
        string session = await emulator.InitAsync("sliced", 1000);
        byte[][] right =
        [
            Post("k", ("op", "upload"), ("insertOnly", 0), ("filecontent", "abc")),
            Post("k", ("op", "upload_slice_init"), ("filesize", 1000), ("slice_size", 1024 * 1024), ("insertOnly", 0)),
            Post("sliced", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", new byte[1000])),
            Post("sliced", ("op", "upload_slice_list")),
            Post("sliced", ("op", "upload_slice_finish"), ("session", session), ("filesize", 1000)),
            Post("v1", ("op", "upload_slice"), ("filesize", 5), ("sha", new string('a', 40)), ("slice_size", 1024 * 1024)),
            Encoding.ASCII.GetBytes($"GET {TestEmulator.Path("k")}?op=stat HTTP/1.1\r\nHost: x\r\nAuthorization: {TestEmulator.Sign()}\r\n\r\n"),
            Encoding.ASCII.GetBytes($"GET {TestEmulator.Path("")}?op=list&num=10 HTTP/1.1\r\nHost: x\r\nAuthorization: {TestEmulator.Sign()}\r\n\r\n"),
        ];
        Mutation mutation = new(Chance.New());
        for (int run = 0; run < 400; run++)
        {
            byte[] mutated = mutation.Of(right[run % right.Length]);
            await AssertRefusedAsync(emulator, mutated, Convert.ToBase64String(mutated));
        }

        await AssertUnharmedAsync(emulator, folder);
    }

    [Fact]
    public async Task Any_signature_is_refused_or_right()
    {
        using TempFolder folder = new();
        await using TestEmulator emulator = await StartAsync(folder);
        Mutation mutation = new(Chance.New());
        byte[] right = Encoding.ASCII.GetBytes(TestEmulator.Sign());
        byte[] text = Convert.FromBase64String(TestEmulator.Sign());
        IEnumerable<byte[]> mutated = Enumerable.Range(0, 100).Select(_ => mutation.Of(right));
        IEnumerable<byte[]> inside = Enumerable.Range(0, 100).Select(_ => Encoding.ASCII.GetBytes(Convert.ToBase64String(mutation.Of(text))));
        foreach (byte[] signature in Corpus.Texts("signatures").Select(Encoding.Latin1.GetBytes).Concat(mutated).Concat(inside))
        {
            byte[] head = [.. Encoding.ASCII.GetBytes($"GET {TestEmulator.Path("k")}?op=stat HTTP/1.1\r\nHost: x\r\nAuthorization: "), .. signature, .. "\r\n\r\n"u8];
            await AssertRefusedAsync(emulator, head, Convert.ToBase64String(signature));
            string query = Uri.EscapeDataString(Encoding.Latin1.GetString(signature));
            await AssertRefusedAsync(
                emulator, Encoding.ASCII.GetBytes($"GET {TestEmulator.Path("k")}?op=stat&sign={query} HTTP/1.1\r\nHost: x\r\n\r\n"), query);
        }

        await AssertUnharmedAsync(emulator, folder);
    }

    [Fact]
    public async Task Every_key_is_stored_inside_the_store_or_refused()
    {
        using TempFolder folder = new();
        await using TestEmulator emulator = await StartAsync(folder);
        foreach (string key in Corpus.Texts("keys"))
        {
            foreach (string encoded in new[] { Raw(key), Uri.EscapeDataString(Whole(key)), Uri.EscapeDataString(Whole(key)).Replace("%2F", "/", StringComparison.Ordinal) })
            {
                byte[] body = TestEmulator.Form(("op", "upload"), ("insertOnly", 0), ("filecontent", "abc"));
                byte[] head = Encoding.Latin1.GetBytes(string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST {TestEmulator.Path(encoded)} HTTP/1.1\r\nHost: x\r\nAuthorization: {TestEmulator.Sign()}\r\nContent-Type: multipart/form-data; boundary={TestEmulator.Boundary}\r\nContent-Length: {body.Length}\r\n\r\n"));
                await AssertRefusedAsync(emulator, [.. head, .. body], key);
            }
        }

        await AssertUnharmedAsync(emulator, folder);
    }

    private static string Whole(string key) => new([.. key.Select(c => char.IsSurrogate(c) ? '\ufffd' : c)]);

    // As a client writes it that knows nothing of encoding.
    private static string Raw(string key)
        => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Whole(key).Replace(' ', '+').Replace('\r', '_').Replace('\n', '_')));

    private static async Task<TestEmulator> StartAsync(TempFolder folder)
    {
        foreach (string name in new[] { "passwd", "k", "x", "head.json" })
        {
            folder.File(name, 10);
        }

        return await TestEmulator.StartAsync(options => options.Store = Path.Combine(folder.Path, "store"));
    }

    private static byte[] Post(string key, params (string Name, object Value)[] fields)
    {
        byte[] body = TestEmulator.Form(fields);
        return [.. TestEmulator.RequestHeader(TestEmulator.Path(key), body.Length), .. body];
    }

    // Signed, and with the length of what follows the head.
    private static byte[] Filled(byte[] request)
    {
        string text = Encoding.Latin1.GetString(request);
        int body = text.Length - text.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4;
        return Encoding.Latin1.GetBytes(text
            .Replace("SIGN", TestEmulator.Sign(), StringComparison.Ordinal)
            .Replace("LENGTH", body.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static async Task AssertRefusedAsync(TestEmulator emulator, byte[] request, string what)
    {
        Uri endpoint = emulator.Host.Endpoint;
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint.Host, endpoint.Port, TestEmulator.Cancellation);
        using MemoryStream answer = new();
        try
        {
            await SendAsync(socket, request);

            // Whatever it waits for, no more will come.
            socket.Shutdown(SocketShutdown.Send);
            await using NetworkStream stream = new(socket);
            await stream.CopyToAsync(answer, TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // It wants no more of this connection; what it said before that counts.
        }

        string text = Encoding.Latin1.GetString(answer.ToArray());
        if (text.Length == 0)
        {
            return;
        }

        Assert.True(text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"{what}: {text}");
        int status = int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
        Assert.True(status is (>= 200 and < 300) or (>= 400 and < 500) or 100, $"{what}: {text}");
        Assert.True(!text.Contains("\"code\"", StringComparison.Ordinal) || HasCode(text), $"{what}: {text}");
    }

    private static bool HasCode(string answer)
    {
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Utf8JsonReader reader = new(Encoding.Latin1.GetBytes(body));
        return JsonDocument.TryParseValue(ref reader, out JsonDocument? document) && document!.RootElement.GetProperty("code").TryGetInt32(out _);
    }

    private static async Task SendAsync(Socket socket, byte[] request)
    {
        for (int sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent), TestEmulator.Cancellation);
        }
    }

    private static async Task AssertUnharmedAsync(TestEmulator emulator, TempFolder folder)
    {
        Assert.DoesNotContain(emulator.Host.Requests, record => record.HttpStatus >= 500 || record.Message?.Contains("fault", StringComparison.Ordinal) == true);
        Assert.Equal(0, (await emulator.PostAsync("well", ("op", "upload"), ("insertOnly", 0), ("filecontent", "well"))).Code);
        Assert.Equal("well"u8.ToArray(), (await emulator.GetAsync("well")).Body);
        Assert.Equal(["head.json", "k", "passwd", "store", "x"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Equal(10, new FileInfo(file).Length));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "store", "spool")));
    }
}
