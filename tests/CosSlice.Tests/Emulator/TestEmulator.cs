using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CosSlice.Emulator;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Emulator;

/// <summary>An emulator and a client that speaks to it byte by byte; the engine has no part in it.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string AppId = "10055004";
    public const string Bucket = "accesslog";
    public const string Boundary = "----test-boundary";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private TestEmulator(EmulatorHost host) => Host = host;

    public EmulatorHost Host { get; }

    /// <summary>What hangs fails, rather than stopping the whole run.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestEmulator> StartAsync(
        Action<EmulatorOptions>? configure = null, Func<HttpContext, RequestDelegate, Task>? middleware = null)
    {
        var options = new EmulatorOptions { Quiet = true };
        configure?.Invoke(options);
        return new TestEmulator(await EmulatorHost.StartAsync(options, middleware, Cancellation).WaitAsync(Patience, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>The signature as cloud.tencent.com/document/product/436/6054 describes it.</summary>
    public static string Sign(
        string appId = AppId,
        string bucket = Bucket,
        string secretId = "AKIDemulator",
        string secretKey = "emulator",
        DateTimeOffset? at = null,
        string? expires = null,
        string fileId = "")
    {
        long now = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds();
        string end = expires ?? (now + 180).ToString(CultureInfo.InvariantCulture);
        int random = RandomNumberGenerator.GetInt32(int.MaxValue);
        return SignText($"a={appId}&b={bucket}&k={secretId}&e={end}&t={now}&r={random}&f={fileId}", secretKey);
    }

    public static string SignText(string plain, string secretKey = "emulator")
    {
        byte[] text = Encoding.UTF8.GetBytes(plain);
        return Convert.ToBase64String([.. HMACSHA1.HashData(Encoding.UTF8.GetBytes(secretKey), text), .. text]);
    }

    public static string SignOnce(string key) =>
        Sign(expires: "0", fileId: $"/{AppId}/{Bucket}/{key}");

    public static string Path(string encodedKey) => $"/files/v2/{AppId}/{Bucket}/{encodedKey}";

    public static byte[] Form(params (string Name, object Value)[] fields)
    {
        using var body = new MemoryStream();
        foreach ((string name, object value) in fields)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n"));
            body.Write(value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return body.ToArray();
    }

    /// <summary>A signed form for a key of plain characters.</summary>
    public Task<WireAnswer> PostAsync(string key, params (string Name, object Value)[] fields) =>
        SendAsync(HttpMethod.Post, Path(key), Form(fields), Sign());

    public Task<WireAnswer> StatAsync(string key) =>
        SendAsync(HttpMethod.Get, Path(key) + "?op=stat", null, Sign());

    public Task<WireAnswer> GetAsync(string key) => SendAsync(HttpMethod.Get, Path(key), null, null);

    public async Task<WireAnswer> SendAsync(
        HttpMethod method,
        string target,
        byte[]? body,
        string? authorization,
        string contentType = $"multipart/form-data; boundary={Boundary}",
        Action<HttpRequestMessage>? configure = null)
    {
        // The target goes out as it is: System.Uri would resolve dot segments and some escapes.
        string origin = Host.Endpoint.GetLeftPart(UriPartial.Authority);
        var uri = new Uri(origin + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        configure?.Invoke(request);
        using HttpResponseMessage response = await _http.SendAsync(request, Cancellation).WaitAsync(Patience, Cancellation);
        return await WireAnswer.ReadAsync(response);
    }

    /// <summary>Begins an upload and gives its session.</summary>
    public async Task<string> InitAsync(string key, long fileSize, long sliceSize = 1_048_576)
    {
        WireAnswer answer = await PostAsync(
            key, ("op", "upload_slice_init"), ("filesize", fileSize), ("slice_size", sliceSize));
        Assert.Equal(0, answer.Code);
        return answer.Text("session");
    }

    public Task<WireAnswer> SliceAsync(string key, string session, long offset, byte[] content) => PostAsync(
        key, ("op", "upload_slice_data"), ("session", session), ("offset", offset), ("filecontent", content));

    public Task<WireAnswer> ListAsync(string key) => PostAsync(key, ("op", "upload_slice_list"));

    public Task<WireAnswer> FinishAsync(string key, string session, long fileSize) => PostAsync(
        key, ("op", "upload_slice_finish"), ("session", session), ("filesize", fileSize));

    public static byte[] RandomBytes(int length) => RandomNumberGenerator.GetBytes(length);
}
