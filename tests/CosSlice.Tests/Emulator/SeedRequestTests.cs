using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CosSlice.Tests.Emulator;

/// <summary>
/// The requests of the documents' examples (upload_slice_data and upload_slice_finish), byte for byte but for signature,
/// session and content, and their answers; and the tables of the v1 page on upload_slice, which has no example.
/// </summary>
public sealed class SeedRequestTests
{
    private const string Target = "/files/v2/10055004/accesslog/testfolder/111.txt";

    [Fact]
    public async Task The_examples_requests_give_the_examples_answers()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("testfolder/111.txt", 36_864, 524_288);
        byte[] content = TestEmulator.RandomBytes(36_864);
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);

        const string dataBoundary = "----------------------------adb78d5a54eb";
        byte[] data =
        [
            .. Encoding.ASCII.GetBytes(
                $"--{dataBoundary}\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\nupload_slice_data\r\n"
                + $"--{dataBoundary}\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n{session}\r\n"
                + $"--{dataBoundary}\r\nContent-Disposition: form-data; name=\"offset\"\r\n\r\n0\r\n"
                + $"--{dataBoundary}\r\nContent-Disposition: form-data; name=\"filecontent\"\r\n\r\n"),
            .. content,
            .. Encoding.ASCII.GetBytes($"\r\n--{dataBoundary}--\r\n"),
        ];
        JsonElement slice = await Exchange(connection, Target, dataBoundary, data);
        Assert.Equal(
            ["datalen", "datamd5", "offset", "session"],
            slice.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(36_864, slice.GetProperty("datalen").GetInt64());
        Assert.Equal(0, slice.GetProperty("offset").GetInt64());
        Assert.Equal(session, slice.GetProperty("session").GetString());

        const string finishBoundary = "----------------------------2335c30f02ab";
        byte[] finish = Encoding.ASCII.GetBytes(
            $"--{finishBoundary}\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\nupload_slice_finish\r\n"
            + $"--{finishBoundary}\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n{session}\r\n"
            + $"--{finishBoundary}\r\nContent-Disposition: form-data; name=\"filesize\"\r\n\r\n36864\r\n"
            + $"--{finishBoundary}--\r\n");

        // The example says 450 bytes.
        Assert.Equal(450, finish.Length);
        JsonElement finished = await Exchange(connection, Target, finishBoundary, finish);
        const string expected = """
            {
                "access_url": "http://accesslog-10055004.file.myqcloud.com/testfolder/111.txt",
                "preview_url": "http://accesslog-10055004.preview.myqcloud.com/testfolder/111.txt?cmd=txt_preview",
                "resource_path": "/10055004/accesslog/testfolder/111.txt",
                "source_url": "http://accesslog-10055004.cossh.myqcloud.com/testfolder/111.txt",
                "url": "http://sh.file.myqcloud.com/files/v2/10055004/accesslog/testfolder/111.txt"
            }
            """;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, finished), finished.GetRawText());
        Assert.Equal(content, (await emulator.GetAsync("testfolder/111.txt")).Body);
    }

    [Fact]
    public async Task The_v1_pages_tables_are_what_is_sent_and_answered()
    {
        const string target = "/files/v1/10055004/accesslog/testfolder/111.txt";
        const string boundary = "----------------------------adb78d5a54eb";
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(1_048_576 + 36_864);
        using RawConnection connection = await RawConnection.OpenAsync(emulator.Host.Endpoint);

        byte[] first = Fields(("op", "upload_slice"), ("filesize", "1085440"), ("sha", TestEmulator.Sha1(file)), ("biz_attr", "mine"));
        JsonElement begun = await Exchange(connection, target, boundary, [.. first, .. End]);
        Assert.Equal(["offset", "session", "slice_size"], Members(begun));
        Assert.Equal((0, 1_048_576), (begun.GetProperty("offset").GetInt64(), begun.GetProperty("slice_size").GetInt64()));
        string session = begun.GetProperty("session").GetString()!;

        JsonElement slice = await SliceAsync(0, file[..1_048_576]);
        Assert.Equal(["offset", "session"], Members(slice));
        Assert.Equal((0, session), (slice.GetProperty("offset").GetInt64(), slice.GetProperty("session").GetString()));

        byte[] resume = Fields(("op", "upload_slice"), ("filesize", "1085440"), ("sha", TestEmulator.Sha1(file)), ("session", session));
        JsonElement resumed = await Exchange(connection, target, boundary, [.. resume, .. End]);
        Assert.Equal((1_048_576, session), (resumed.GetProperty("offset").GetInt64(), resumed.GetProperty("session").GetString()));

        const string expected = """
            {
                "access_url": "http://accesslog-10055004.file.myqcloud.com/testfolder/111.txt",
                "resource_path": "/10055004/accesslog/testfolder/111.txt",
                "source_url": "http://accesslog-10055004.cos.myqcloud.com/testfolder/111.txt",
                "url": "http://web.file.myqcloud.com/files/v1/10055004/accesslog/testfolder/111.txt"
            }
            """;
        JsonElement last = await SliceAsync(1_048_576, file[1_048_576..]);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, last), last.GetRawText());
        JsonElement instant = await Exchange(connection, target, boundary, [.. first, .. End]);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, instant), instant.GetRawText());
        Assert.Equal(file, (await emulator.GetAsync("testfolder/111.txt")).Body);
        Assert.Equal("mine", (await emulator.StatAsync("testfolder/111.txt")).Text("biz_attr"));

        // The fields in the order of the table: the content comes before all that says where it belongs.
        Task<JsonElement> SliceAsync(long offset, byte[] content) => Exchange(
            connection,
            target,
            boundary,
            [
                .. Fields(("op", "upload_slice")),
                .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"filecontent\"\r\n\r\n"),
                .. content,
                .. "\r\n"u8,
                .. Fields(
                    ("sha", TestEmulator.Sha1(content)), ("session", session), ("offset", offset.ToString(CultureInfo.InvariantCulture))),
                .. End,
            ]);

        static byte[] Fields(params (string Name, string Value)[] fields) => Encoding.ASCII.GetBytes(string.Concat(fields.Select(field =>
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")));

        static IEnumerable<string> Members(JsonElement data) =>
            data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
    }

    private static byte[] End => "------------------------------adb78d5a54eb--\r\n"u8.ToArray();

    private static async Task<JsonElement> Exchange(RawConnection connection, string target, string boundary, byte[] body)
    {
        string header = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {target} HTTP/1.1\r\nHost: sh.file.myqcloud.com\r\nAuthorization: {TestEmulator.Sign()}\r\nContent-Length: {body.Length}\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n\r\n");
        await connection.SendAsync(Encoding.ASCII.GetBytes(header), body);
        (string answerHeader, byte[] answer) = await connection.ReceiveAsync();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answerHeader, StringComparison.Ordinal);
        Assert.Contains("Server: tencent-cos\r\n", answerHeader, StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(answer).RootElement;
        Assert.Equal(0, root.GetProperty("code").GetInt32());
        Assert.Equal("SUCCESS", root.GetProperty("message").GetString());
        return root.GetProperty("data");
    }
}
