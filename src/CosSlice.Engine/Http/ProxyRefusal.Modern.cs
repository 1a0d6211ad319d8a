#if NET8_0_OR_GREATER
using System.Net;

namespace CosSlice.Http;

/// <summary>What a proxy answers where it doesn't connect to the service: no answer of the service's, and no lost connection either.</summary>
internal static class ProxyRefusal
{
    /// <summary>The status of a refused CONNECT, or <see langword="null"/> where something else failed.</summary>
    public static int? StatusOf(HttpRequestException failed)
        => failed is { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode status } ? (int)status : null;
}
#endif
