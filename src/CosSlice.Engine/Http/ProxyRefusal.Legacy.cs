#if NETSTANDARD2_0
using System.Net;
using System.Reflection;

namespace CosSlice.Http;

/// <summary>What a proxy answers where it doesn't connect to the service: no answer of the service's, and no lost connection either.</summary>
internal static class ProxyRefusal
{
    // .NET Framework says it by the answer; a newer runtime that this build runs on has a property, of which the build knows nothing.
    private static readonly PropertyInfo? StatusCode = typeof(HttpRequestException).GetProperty("StatusCode");

    /// <summary>The status of a refused CONNECT, or <see langword="null"/> where something else failed.</summary>
    public static int? StatusOf(HttpRequestException failed)
        => failed.InnerException is WebException { Response: HttpWebResponse refusal }
            ? (int)refusal.StatusCode
            : (int?)(StatusCode?.GetValue(failed) as HttpStatusCode?);
}
#endif
