#if NETSTANDARD2_0
using System.Net;

namespace CosSlice.Http;

/// <summary>Makes the handler that holds the connections; but for TLS 1.2, its settings touch nothing outside it.</summary>
internal static class HandlerFactory
{
    public static HttpMessageHandler Create(TransferOptions options)
    {
        AllowTls12();
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = options.ThrottleLimit,
            UseProxy = !options.NoProxy,
        };
        if (options.Proxy is not null)
        {
            handler.Proxy = new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };
        }
        else if (!options.NoProxy && EnvironmentProxy.Find(Environment.GetEnvironmentVariable) is { } named)
        {
            handler.Proxy = named;
        }

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }

    /// <summary>Keeps a request from asking before it sends its body, which .NET Framework does where it is not told.</summary>
    public static void ExpectNothing(HttpRequestMessage message) => message.Headers.ExpectContinue = false;

    /// <summary>
    /// Windows PowerShell 5.1 offers TLS 1.0 alone on machines that were set up long ago. There is no setting for one
    /// handler; adding to the process's own takes nothing away from anyone.
    /// </summary>
    private static void AllowTls12()
    {
        const SecurityProtocolType theSystemDecides = 0;
        if (ServicePointManager.SecurityProtocol != theSystemDecides)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }
    }
}
#endif
