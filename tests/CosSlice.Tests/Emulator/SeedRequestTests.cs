using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CosSlice.Tests.Emulator;

/// <summary>
/// The requests of the documents' examples (upload_slice_data and upload_slice_finish), byte for byte but for signature,
/// session and content, and their answers.
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
        JsonElement slice = await Exchange(connection, dataBoundary, data);
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
        JsonElement finished = await Exchange(connection, finishBoundary, finish);
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

    private static async Task<JsonElement> Exchange(RawConnection connection, string boundary, byte[] body)
    {
        string header = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Target} HTTP/1.1\r\nHost: sh.file.myqcloud.com\r\nAuthorization: {TestEmulator.Sign()}\r\nContent-Length: {body.Length}\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n\r\n");
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
