using System.Net;
using System.Net.Sockets;
using System.Text;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

/// <summary>Whatever answers in the service's place, no failure looks like a success.</summary>
public class BadAnswerTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<string, int, string, string> Pages { get; } = new()
    {
        { "upload", 200, "text/html", "<html><body>Sign in</body></html>" },
        { "upload", 200, "application/json", "{\"code\":0," },
        { "upload", 200, "application/json", string.Empty },
        { "upload", 200, "application/json", "{\"code\":0}" },
        { "upload", 200, "application/json", "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{}}" },
        { "upload", 404, "text/html", "<h1>Not Found</h1>" },
        { "upload", 413, "text/html", "<h1>Request Entity Too Large</h1>" },
        { "upload_slice_init", 200, "application/json", "{\"code\":0,\"data\":{\"session\":\"s\"}}" },
        { "upload_slice_init", 200, "application/json", "{\"code\":0,\"data\":{\"slice_size\":1048576}}" },
        { "upload_slice_data", 200, "application/json", "{\"code\":0,\"data\":{}}" },
        { "upload_slice_data", 200, "text/html", "<html/>" },
        { "upload_slice_finish", 200, "application/json", "{\"code\":0,\"data\":{\"access_url\":\"http://x\"}}" },
        { "upload_slice_finish", 301, "text/html", "moved" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task An_answer_that_is_none_is_an_error(string op, int status, string contentType, string body)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("page.bin", 2 * Mebibyte);
        service.Faults.On(op, Faults.Answer(status, contentType, body), times: 100);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: op != "upload"))).Guarded();

        Assert.Equal("InvalidResponse", failure.ErrorId);
        Assert.Equal(status, failure.HttpStatus);
        Assert.NotNull(failure.RecommendedAction);
        await service.AssertNotStoredAsync("page.bin");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public async Task An_answer_is_read_up_to_16_mebibytes(int mebibytes)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("long.bin", 10);
        service.Faults.On("upload", Faults.Alter(body => body + new string(' ', mebibytes * Mebibyte)), times: 100);

        Exception? failure = await Record.ExceptionAsync(() => service.UploadAsync(path)).AsTask().Guarded();

        Assert.Equal(mebibytes > 16, failure is CosException { ErrorId: "InvalidResponse" });
        Assert.Equal(mebibytes <= 16, failure is null);
    }

    [Theory]
    [InlineData("\"offset\":0", "\"offset\":1048576")]
    [InlineData("\"datalen\":1048576", "\"datalen\":1048575")]
    [InlineData("\"session\":\"", "\"session\":\"0")]
    public async Task A_slice_whose_answer_contradicts_the_request_is_not_confirmed(string right, string wrong)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("contradicted.bin", Mebibyte);
        service.Faults.On("upload_slice_data", Faults.Alter(body => Changed(body, right, wrong)), times: 100);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true))).Guarded();

        Assert.Equal("InvalidResponse", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_finish"));
    }

    [Fact]
    public async Task A_broken_answer_in_the_middle_costs_one_repeat()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("once.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_data", Faults.Answer(200, "application/json", "{\"code\":"));

        await service.UploadAsync(path, Service.Quick(sliced: true)).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task The_servers_own_time_to_wait_is_kept()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("retry-after.bin", 10);
        FakeClock clock = new(chance: 0);
        service.Faults.On("upload", RetryAfter("77")).On("upload", RetryAfter(clock.UtcNow.AddSeconds(500).ToString("R")));
        using CosUploader uploader = new(service.Options(new TransferOptions()), null, clock);

        await uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion.Guarded();

        Assert.Equal(77, clock.Delays[0].TotalSeconds);
        Assert.InRange(clock.Delays[1].TotalSeconds, 420, 424);
    }

    [Fact]
    public async Task A_refusal_that_comes_before_the_body_is_taken_is_heard_in_the_end()
    {
        using TempFolder folder = new();
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        using CancellationTokenSource stop = new();
        Task serving = RefuseAtOnceAsync(server, stop.Token);
        CosContext context = CosContext.Create("1", "b", null, new Uri($"http://{server.LocalEndpoint}/"), "id", "key");
        using CosUploader uploader = new(folder.WithState(Service.Quick()));
        UploadRequest request = new(context, folder.File("early.bin", 20 * Mebibyte), ObjectKey.Create("early.bin"));

        CosServiceException refused = await Assert.ThrowsAsync<CosServiceException>(
            () => uploader.Start(request, TestContext.Current.CancellationToken).Completion).Guarded();

        Assert.Equal(-97, refused.Code);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving).Guarded();
    }

    [Fact]
    public async Task What_the_service_says_cannot_forge_a_line_of_a_log()
    {
        await using Service service = await Service.StartAsync();
        service.Faults.On("upload", Faults.Answer(400, "application/json", "{\"code\":-1,\"message\":\"a\\nERROR\\u001b[31m" + new string('x', 5000) + "\"}"));

        CosServiceException refused = await Assert.ThrowsAsync<CosServiceException>(
            () => service.UploadAsync(service.Folder.File("forged.bin", 1)));

        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.True(refused.Message.Length < 1000);
    }

    [Theory]
    [InlineData(503, -71)]
    [InlineData(500, -195)]
    [InlineData(409, -20034)]
    public async Task A_busy_service_is_asked_again(int status, int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("busy.bin", 3 * Mebibyte);
        service.Faults
            .On("upload_slice_init", Faults.Refuse(status, code), times: 2)
            .On("upload_slice_data", Faults.Refuse(status, code), times: 2)
            .On("upload_slice_finish", Faults.Refuse(status, code), times: 2);

        await service.UploadAsync(path, Service.Quick(sliced: true)).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_proxys_error_page_is_asked_again_too()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("gateway.bin", 1000);
        service.Faults.On("upload", Faults.Answer(502, "text/html", "<h1>Bad Gateway</h1>"), times: 5);

        await service.UploadAsync(path).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("AKIDemulator", "wrong", "accesslog", "10055004", CosErrorKind.Authentication)]
    [InlineData("AKIDunknown", Canary.Key, "accesslog", "10055004", CosErrorKind.Authentication)]
    [InlineData("AKIDemulator", Canary.Key, "nosuchbucket", "10055004", CosErrorKind.NotFound)]
    [InlineData("AKIDemulator", Canary.Key, "accesslog", "99999", CosErrorKind.InvalidArgument)]
    public async Task A_wrong_set_up_is_said_at_once_with_what_to_check(
        string secretId, string secretKey, string bucket, string appId, CosErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = CosContext.Create(appId, bucket, null, service.Context.Endpoint, secretId, secretKey);

        foreach (bool sliced in new[] { false, true })
        {
            CosServiceException refused = await Assert.ThrowsAsync<CosServiceException>(
                () => service.UploadAsync(service.Folder.File("a.bin", Mebibyte), Service.Quick(sliced), context: context)).Guarded();

            Assert.Equal(kind, refused.Kind);
            Assert.NotNull(refused.RecommendedAction);
            Assert.False(string.IsNullOrEmpty(refused.RequestId));
            Assert.DoesNotContain("Authorization", refused.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(2, service.Emulator.Requests.Count);
    }

    [Fact]
    public async Task A_failure_carries_the_upload_as_far_as_it_came()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("far.bin", 4 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.MaximumRetryCount = 1;
        service.Faults.On("upload_slice_finish", Faults.Break, times: 100);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options));

        CosUpload upload = Assert.IsType<CosUpload>(failure.Upload);
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Equal(path, upload.LiteralPath);
        Assert.Equal("far.bin", upload.Key);
        Assert.Equal(4 * Mebibyte, upload.Length);
        Assert.Equal(4 * Mebibyte, upload.BytesSent);
        Assert.Equal(Mebibyte, upload.SliceSize);
        Assert.Equal(CosUploadState.Sent, upload.State);
        Assert.Equal(failure.Message, upload.LastError);
        Assert.Matches("^[0-9a-f]{32}$", upload.UploadId);
    }

    private static Func<HttpContext, RequestDelegate, Task> RetryAfter(string value) => async (context, next) =>
    {
        context.Response.Headers.RetryAfter = value;
        await Faults.Refuse(503, -71)(context, next);
    };

    private static async Task RefuseAtOnceAsync(TcpListener server, CancellationToken cancellationToken)
    {
        byte[] answer = Encoding.ASCII.GetBytes(
            "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 25\r\nConnection: close\r\n\r\n{\"code\":-97,\"message\":\"\"}");
        byte[] head = new byte[1024];
        while (true)
        {
            using TcpClient connection = await server.AcceptTcpClientAsync(cancellationToken);
            try
            {
                _ = await connection.GetStream().ReadAsync(head, cancellationToken);
                await connection.GetStream().WriteAsync(answer, cancellationToken);
            }
            catch (IOException gone) when (gone.InnerException is SocketException)
            {
                // The client gave this connection up; the next one is what counts.
                continue;
            }
        }
    }

    private static string Changed(string body, string right, string wrong)
    {
        Assert.Contains(right, body, StringComparison.Ordinal);
        return body.Replace(right, wrong, StringComparison.Ordinal);
    }
}
