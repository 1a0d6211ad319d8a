using CosSlice.Tests.Support;

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
    [InlineData("AKIDunknown", "emulator", "accesslog", "10055004", CosErrorKind.Authentication)]
    [InlineData("AKIDemulator", "emulator", "nosuchbucket", "10055004", CosErrorKind.NotFound)]
    [InlineData("AKIDemulator", "emulator", "accesslog", "99999", CosErrorKind.Authentication)]
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
            Assert.DoesNotContain(secretKey + ")", refused.ToString(), StringComparison.Ordinal);
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
        Assert.Equal(CosUploadState.Interrupted, upload.State);
        Assert.Equal(failure.Message, upload.LastError);
        Assert.Matches("^[0-9a-f]{32}$", upload.UploadId);
    }

    private static string Changed(string body, string right, string wrong)
    {
        Assert.Contains(right, body, StringComparison.Ordinal);
        return body.Replace(right, wrong, StringComparison.Ordinal);
    }
}
