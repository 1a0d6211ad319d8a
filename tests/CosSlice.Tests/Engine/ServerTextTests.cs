using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Nothing that the service says reaches a terminal or a log as it came, by whichever way it comes out.</summary>
public class ServerTextTests
{
    private static readonly string Poison = JsonSerializer.Serialize(Plain.Poison);

    public static TheoryData<string, int, string> Refusals { get; } = new()
    {
        { "a message", 400, $$"""{"code":-1,"message":{{Poison}}}""" },
        { "a request id", 400, $$"""{"code":-1,"message":"m","request_id":{{Poison}}}""" },
        { "no JSON", 200, Plain.Poison },
        { "bad JSON", 200, $$"""{"code":0,{{Plain.Poison}}:1}""" },
        { "a name", 200, $$"""{"code":0,{{Poison}}:1}""" },
        { "half a character", 400, "{\"code\":-1,\"message\":\"\\ud800" + new string('x', 498) + "\\ud83d\\ude00\"}" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_in_plain_text(string what, int status, string body)
    {
        await using RawServer server = new(_ => RawServer.Answer(status, body));

        CosException failure = await FailAsync(server);

        Assert.NotEmpty(what);
        Plain.Assert(failure);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nno\u001b]0;owned\u0007\u009b31m colon\r\n\r\n")]
    [InlineData("HTTP/1.1 \u001b]0;owned\u0007\u009b31m\r\n\r\n")]
    [InlineData("\u001b]0;owned\u0007\u009b31m\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b]0;owned\u0007\u009b31m\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: \u001b]0;owned\u0007\r\n\r\n")]
    [InlineData("HTTP/1.1 500 \u001b]0;owned\u0007\u009b31m\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_is_no_HTTP_is_told_in_plain_text(string answer)
    {
        await using RawServer server = new(_ => Encoding.Latin1.GetBytes(answer));

        Plain.Assert(await FailAsync(server));
    }

    [Theory]
    [InlineData(400, "{\"code\":-1,\"message\":\"m\"}")]
    [InlineData(200, "<html/>")]
    [InlineData(502, "<html/>")]
    public async Task A_request_id_of_a_header_is_plain(int status, string body)
    {
        string header = "x-cos-request-id: a\u001b]0;owned\u0007\u009b31m\u0085" + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("\u202eb")) + new string('r', 5000);
        await using RawServer server = new(_ => RawServer.Answer(status, body, header));

        CosException failure = await FailAsync(server);

        Plain.Assert(failure);
        Assert.True(failure.RequestId is null or { Length: <= 500 });
    }

    [Fact]
    public async Task An_md5_that_is_none_is_told_in_plain_text()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("md5.bin", 1000);
        service.Faults.On("upload_slice_data", Faults.Alter(body => Regex.Replace(body, "\"datamd5\":\"[^\"]*\"", "\"datamd5\":" + Poison)), times: 100);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5))).Guarded();

        Assert.Equal("ChecksumMismatch", failure.ErrorId);
        Plain.Assert(failure);
        Assert.True(failure.Message.Length < 1000);
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("upload_slice_finish")]
    public async Task A_finished_objects_addresses_are_plain_and_still_addresses(string op)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("addresses.bin", 1000);
        service.Faults.On(op, Faults.Answer(200, "application/json", Finished()));

        CosFile file = await service.UploadAsync(path, Service.Quick(sliced: op != "upload")).Guarded();

        AssertPlain(file);
        Assert.StartsWith("http://a/%1B]0;owned%07%C2%9B31m%0D%0AERROR: forged%E2%80%A8", file.AccessUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_says_of_an_object_is_plain()
    {
        await using RawServer server = new(_ => RawServer.Answer(200, Finished()));
        CosContext context = CosContext.Create("1", "b", null, server.Endpoint, "id", "key");
        using TempFolder folder = new();
        using CosInspector inspector = new(folder.WithState(Service.Quick()));

        AssertPlain(await inspector.GetAsync(context, ObjectKey.Create("k"), TestContext.Current.CancellationToken).Guarded());
    }

    [Fact]
    public async Task The_two_characters_that_only_join_others_and_text_outside_the_first_plane_stay()
    {
        const string text = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \ud83d\udc69\u200d\ud83d\ude80 \u4e2d\u6587";
        await using RawServer server = new(_ => RawServer.Answer(400, $$"""{"code":-1,"message":"{{text}}"}"""));

        Assert.Equal(text, Assert.IsType<CosServiceException>(await FailAsync(server)).ServiceMessage);
    }

    private static string Finished()
    {
        string address = JsonSerializer.Serialize("http://a/" + Plain.Poison);
        string addresses = string.Join(',', new[] { "access_url", "source_url", "url", "preview_url", "resource_path" }.Select(name => $"\"{name}\":{address}"));
        return $$$"""{"code":0,"message":"SUCCESS","request_id":{{{Poison}}},"data":{"filesize":1,"filelen":1,"sha":{{{Poison}}},{{{addresses}}} }}""";
    }

    private static void AssertPlain(CosFile file)
        => Assert.All([file.AccessUrl, file.SourceUrl, file.Url, file.PreviewUrl, file.ResourcePath, file.RequestId, file.Sha1, file.ToString()], Plain.Assert);

    private static async Task<CosException> FailAsync(RawServer server)
    {
        using TempFolder folder = new();
        TransferOptions options = folder.WithState(Service.Quick());
        options.MaximumRetryCount = 1;
        RecordingObserver observer = new();
        using CosUploader uploader = new(options, observer);
        UploadRequest request = new(
            CosContext.Create("1", "b", null, server.Endpoint, "id", "key"), folder.File("a.bin", 10), ObjectKey.Create("a.bin"));
        UploadHandle<CosFile> handle = uploader.Start(request, TestContext.Current.CancellationToken);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => handle.Completion).Guarded();

        Assert.All(observer.Notes.Concat(observer.Warnings).Append(handle.Progress.LastProblem), Plain.Assert);
        return failure;
    }
}
