namespace CosSlice.Tests.Support;

/// <summary>Secrets that these tests work with, in a form that is found again wherever it turns up.</summary>
internal static partial class Canary
{
    /// <summary>The secret key of the account that the tests upload with.</summary>
    public const string Key = "canary-7d1c5be0-secret-key";

    /// <summary>The password that proxies are shown.</summary>
    public const string ProxyPassword = "canary-91ab44f2-proxy-password";

    /// <summary>
    /// A piece of every signature for the tests' bucket: behind 20 bytes of digest and an <c>a</c> the readable part begins, which is three
    /// times seven bytes, and so the same text in Base64 in every one.
    /// </summary>
    public const string Signature = "PTEwMDU1MDA0JmI9YWNjZXNzbG9n";
}
