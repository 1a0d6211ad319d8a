#if NETSTANDARD2_0
using System.Net;

namespace CosSlice.Http;

/// <summary>Makes the handler that holds the connections; its settings touch nothing outside it.</summary>
internal static class HandlerFactory
{
    public static HttpMessageHandler Create(TransferOptions options)
    {
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

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }
}
#endif
