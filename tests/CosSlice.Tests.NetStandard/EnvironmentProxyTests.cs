using System.Net;
using CosSlice.Http;

namespace CosSlice.Tests;

/// <summary>The variables mean what they mean to the runtime of the other build.</summary>
public class EnvironmentProxyTests
{
    [Theory]
    [InlineData("http://s", "http_proxy=p:1", "http://p:1/")]
    [InlineData("http://s", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("http://s", "http_proxy=p:1;HTTP_PROXY=q:1", "http://p:1/")]
    [InlineData("https://s", "https_proxy=p:1;HTTPS_PROXY=q:1", "http://p:1/")]
    [InlineData("https://s", "HTTPS_PROXY= http://user:word@p:1 ", "http://p:1/")]
    [InlineData("https://s", "http_proxy=p:1", null)]
    [InlineData("http://s", "https_proxy=p:1", null)]
    [InlineData("https://s", "ALL_PROXY=p:1", "http://p:1/")]
    [InlineData("https://s", "all_proxy=p:1;ALL_PROXY=r:1;https_proxy=q:1", "http://q:1/")]
    [InlineData("http://s", "HTTP_PROXY=p:1;GATEWAY_INTERFACE=CGI/1.1", null)]
    [InlineData("http://s", "http_proxy=p:1;GATEWAY_INTERFACE=CGI/1.1", "http://p:1/")]
    [InlineData("http://s", "http_proxy=socks5://p:1", null)]
    [InlineData("http://s", "http_proxy= ", null)]
    [InlineData("http://s", "", null)]
    [InlineData("http://s.example", "http_proxy=p:1;no_proxy=a, S.EXAMPLE", null)]
    [InlineData("http://s.example", "http_proxy=p:1;NO_PROXY=.example", null)]
    [InlineData("http://example", "http_proxy=p:1;NO_PROXY=.example", null)]
    [InlineData("http://s.example", "http_proxy=p:1;NO_PROXY=example", "http://p:1/")]
    [InlineData("http://sexample", "http_proxy=p:1;NO_PROXY=.example", "http://p:1/")]
    public void An_address_has_the_proxy_that_the_environment_names(string address, string variables, string? expected)
    {
        EnvironmentProxy? proxy = EnvironmentProxy.Find(Reader(variables));

        Uri target = new(address);
        Assert.Equal(expected is null, proxy?.IsBypassed(target) ?? true);
        Assert.Equal(new Uri(expected ?? address), proxy?.GetProxy(target) ?? target);
    }

    [Fact]
    public void Each_proxy_is_shown_the_user_of_its_own_address()
    {
        EnvironmentProxy proxy = EnvironmentProxy.Find(Reader("http_proxy=http://D%5Cu:p%3Aw@h:1;https_proxy=http://other@s:1"))!;

        NetworkCredential? http = proxy.Credentials!.GetCredential(new Uri("http://h:1"), "Basic");
        NetworkCredential? https = proxy.Credentials!.GetCredential(new Uri("http://s:1"), "Basic");

        Assert.Equal(@"D\u", http!.UserName);
        Assert.Equal("p:w", http.Password);
        Assert.Equal("other", https!.UserName);
        Assert.Empty(https.Password);
        Assert.Null(proxy.Credentials!.GetCredential(new Uri("http://elsewhere:1"), "Basic"));
    }

    /// <summary>Left out in silence, such a proxy would be gone round.</summary>
    [Theory]
    [InlineData("p@w")]
    [InlineData("p#w")]
    [InlineData("p/w?")]
    [InlineData("p:w")]
    [InlineData("100%")]
    public void A_password_may_have_every_character(string password)
    {
        EnvironmentProxy? proxy = EnvironmentProxy.Find(Reader($"https_proxy=http://user:{password}@h:1"));

        Assert.Equal(new Uri("http://h:1"), proxy?.GetProxy(new Uri("https://s")));
        NetworkCredential? shown = proxy!.Credentials!.GetCredential(new Uri("http://h:1"), "Basic");
        Assert.Equal("user", shown!.UserName);
        Assert.Equal(password, shown.Password);
    }

    private static Func<string, string?> Reader(string variables)
    {
        Dictionary<string, string> values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return name => values.GetValueOrDefault(name);
    }
}
