using System.Net;
using CosSlice.Http;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

public class ProxyTests
{
    private const int Mebibyte = TransferOptions.Mebibyte;

    [Fact]
    public async Task What_a_proxy_wants_once_more_with_a_password_is_on_its_way_once()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", 3 * Mebibyte);
        UploadProgress? progress = null;
        List<long> onTheWay = [];
        int asked = 0;
        service.Faults.On("upload", AskAsync, times: 100);
        using CosUploader uploader = service.Uploader(ThroughEmulator(service));

        UploadHandle<CosFile> handle = uploader.Start(service.Request(path, context: Nowhere()), TestContext.Current.CancellationToken);
        progress = handle.Progress;
        await handle.Completion.Guarded();

        Assert.Equal(1, asked);
        Assert.NotEmpty(onTheWay);
        Assert.All(onTheWay, bytes => Assert.InRange(bytes, 0, 3 * Mebibyte));
        Assert.Equal(0, handle.Progress.Retries);
        await service.AssertStoredAsync(path);

        async Task AskAsync(HttpContext context, RequestDelegate next)
        {
            if (context.Request.Headers["Proxy-Authorization"].Count == 0)
            {
                asked++;
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
                return;
            }

            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            onTheWay.Add(progress!.BytesOnTheWay);
            body.Position = 0;
            context.Request.Body = body;
            await next(context);
        }
    }

    [Fact]
    public async Task A_proxy_that_does_not_take_the_password_is_asked_once()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("refused.bin", 1000);
        int asked = 0;
        service.Faults.On(
            null,
            (context, next) =>
            {
                asked++;
                return Faults.Answer(StatusCodes.Status407ProxyAuthenticationRequired, "text/html", "<html></html>")(context, next);
            },
            times: 100);

        CosException refused = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, ThroughEmulator(service), context: Nowhere()));

        Assert.Equal(407, refused.HttpStatus);
        Assert.Contains("-ProxyCredential", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    /// <summary>On .NET Framework each of them has a default that this program must not keep.</summary>
    [Fact]
    public void The_handler_is_told_what_its_defaults_would_get_wrong()
    {
        TransferOptions options = new()
        {
            ThrottleLimit = 17,
            Proxy = new Uri("http://127.0.0.1:9"),
            ProxyCredential = CredentialCache.DefaultCredentials,
        };
        using HttpMessageHandler handler = HandlerFactory.Create(options);
        using HttpMessageHandler straight = HandlerFactory.Create(new TransferOptions { NoProxy = true });

        Assert.Equal(17, Setting<int>(handler, "MaxConnectionsPerServer"));
        Assert.False(Setting<bool>(handler, "AllowAutoRedirect"));
        Assert.False(Setting<bool>(handler, "UseCookies"));
        Assert.Equal(DecompressionMethods.None, Setting<DecompressionMethods>(handler, "AutomaticDecompression"));
        Assert.True(Setting<bool>(handler, "UseProxy"));
        Assert.False(Setting<bool>(straight, "UseProxy"));
        Assert.Same(CredentialCache.DefaultCredentials, Setting<IWebProxy>(handler, "Proxy").Credentials);
    }

    // The two builds' handlers have the same names for their settings, and nothing else in common.
    private static T Setting<T>(HttpMessageHandler handler, string name)
        => (T)handler.GetType().GetProperty(name)!.GetValue(handler)!;

    // The emulator takes absolute addresses, as a proxy does; no name server knows this one.
    private static CosContext Nowhere()
        => CosContext.Create("10055004", "accesslog", null, new Uri("http://cos.invalid"), "AKIDemulator", Canary.Key);

    private static TransferOptions ThroughEmulator(Service service)
    {
        TransferOptions options = Service.Quick();
        options.Proxy = service.Emulator.Endpoint;
        options.ProxyCredential = new NetworkCredential("user", Canary.ProxyPassword);
        return options;
    }
}
