#if NET8_0_OR_GREATER
using System.Diagnostics;
using System.Net;
using System.Net.Security;

namespace CosSlice.Http;

/// <summary>Makes the handler that holds the connections; its settings touch nothing outside it.</summary>
internal static class HandlerFactory
{
    public static HttpMessageHandler Create(TransferOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectionTimeout,
            MaxConnectionsPerServer = options.ThrottleLimit,
            UseProxy = !options.NoProxy,
            PlaintextStreamFilter = static (connection, _) => ValueTask.FromResult<Stream>(new GatheringStream(connection.PlaintextStream)),

            // The Authorization header is no secret of a tracing system's.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        if (options.Proxy is not null)
        {
            handler.Proxy = new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };
        }

        if (options.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // asked for by the user, who is told what it means
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            };
#pragma warning restore CA5359
        }

        return handler;
    }

    /// <summary>Keeps a request from asking before it sends its body, which this client does only where it is told to.</summary>
    public static void ExpectNothing(HttpRequestMessage message) => _ = message;
}
#endif
