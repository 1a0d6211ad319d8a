using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CosSlice.Benchmarks.Wan;

/// <summary>Takes what is put to it, and throws it away: the emulator knows no PUT.</summary>
internal sealed class DiscardingServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DiscardingServer(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Urls.Single());

    public static async Task<DiscardingServer> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication application = builder.Build();
        application.Run(context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await application.StartAsync(cancellationToken);
        return new DiscardingServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
