using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CosSlice.Emulator;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Emulator;

/// <summary>An emulator and a client that speaks to it.</summary>
internal sealed class TestEmulator : TestClient, IAsyncDisposable
{
    public const string AppId = "10055004";
    public const string Bucket = "accesslog";
    public const string Boundary = "----test-boundary";

    private TestEmulator(EmulatorHost host)
        : base(host.Endpoint) => Host = host;

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

    /// <summary>Looks again and again, as there is nobody to tell.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
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

    /// <summary>The header of a signed form, for connections that send byte by byte.</summary>
    public static byte[] RequestHeader(string target, long contentLength) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {target} HTTP/1.1\r\nHost: sh.file.myqcloud.com\r\nAuthorization: {Sign()}\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {contentLength}\r\n\r\n"));

    public static string Sha1(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA1.HashData(content));

    public static byte[] RandomBytes(int length) => RandomNumberGenerator.GetBytes(length);
}
