#if NETSTANDARD2_0
using System.Net;

namespace CosSlice.Http;

/// <summary>
/// The proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY name, as the modern build's runtime reads them; .NET Framework
/// knows those of the system's settings alone.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly string[] _bypassed;

    private EnvironmentProxy(Uri? http, Uri? https, string[] bypassed)
    {
        _http = http is null ? null : WithoutUser(http);
        _https = https is null ? null : WithoutUser(https);
        _bypassed = bypassed;
        Credentials = new AddressUsers([.. new[] { http, https }.OfType<Uri>().Where(static proxy => proxy.UserInfo.Length > 0)]);
    }

    /// <summary>What each proxy is shown: user and password out of its address.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>What the environment names, or <see langword="null"/> where it names no proxy.</summary>
    /// <param name="read">What a variable holds, or <see langword="null"/> where there is none.</param>
    public static EnvironmentProxy? Find(Func<string, string?> read)
    {
        string? all = read("all_proxy") ?? read("ALL_PROXY");

        // A web server passes its clients' "Proxy" header to CGI programs under this name: there it is no setting.
        string? upper = read("GATEWAY_INTERFACE") is null ? read("HTTP_PROXY") : null;
        Uri? http = Parse(read("http_proxy") ?? upper) ?? Parse(all);
        Uri? https = Parse(read("https_proxy") ?? read("HTTPS_PROXY")) ?? Parse(all);
        if (http is null && https is null)
        {
            return null;
        }

        string[] bypassed = (read("no_proxy") ?? read("NO_PROXY") ?? string.Empty).Split([','], StringSplitOptions.RemoveEmptyEntries);
        return new EnvironmentProxy(http, https, [.. bypassed.Select(static host => host.Trim())]);
    }

    /// <summary>The proxy on the way to an address; the address itself where there is none.</summary>
    public Uri GetProxy(Uri destination) => ProxyOf(destination) ?? destination;

    /// <summary>Whether there is no proxy on the way to an address.</summary>
    public bool IsBypassed(Uri host) => ProxyOf(host) is null;

    private Uri? ProxyOf(Uri address)
    {
        Uri? proxy = address.Scheme == Uri.UriSchemeHttps ? _https : _http;
        return _bypassed.Any(listed => IsHost(address.Host, listed)) ? null : proxy;
    }

    // ".name" stands for the name and every name below it.
    private static bool IsHost(string name, string listed)
        => listed.StartsWith(".", StringComparison.Ordinal)
            ? ("." + name).EndsWith(listed, StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, listed, StringComparison.OrdinalIgnoreCase);

    private static Uri? Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        string address = value!.Trim();
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            address = "http://" + address;
            scheme = "http".Length;
        }

        // A password is written as it is, by people and by tools: what ends it is the last '@'.
        int user = scheme + "://".Length;
        int at = address.LastIndexOf('@');
        if (at > user)
        {
            IEnumerable<string> parts = address.Substring(user, at - user).Split([':'], 2).Select(Escaped);
            address = address.Substring(0, user) + string.Join(":", parts) + address.Substring(at);
        }

        return Uri.TryCreate(address, UriKind.Absolute, out Uri? proxy) && proxy.Scheme is "http" or "https" ? proxy : null;
    }

    private static string Escaped(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));

    private static Uri WithoutUser(Uri proxy) => new($"{proxy.Scheme}://{proxy.Authority}");

    /// <summary>The users that addresses of proxies name.</summary>
    private sealed class AddressUsers(IReadOnlyList<Uri> proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            string? user = proxies.FirstOrDefault(proxy => proxy.Authority == uri.Authority)?.UserInfo;
            if (user is null)
            {
                return null;
            }

            string[] parts = user.Split([':'], 2);
            return new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
        }
    }
}
#endif
