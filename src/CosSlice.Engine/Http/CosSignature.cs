using System.Globalization;
using System.Text;

namespace CosSlice.Http;

/// <summary>
/// The value of the Authorization header: Base64 of HMAC-SHA1 over a plain text, followed by that plain text.
/// </summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6054; the order of the fields is that page's own.</remarks>
internal static class CosSignature
{
    /// <summary>How long a multi-effect signature is good for. Each request has its own, made as it is sent.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    /// <summary>A signature for any number of requests to the bucket until it expires.</summary>
    public static string MultiEffect(CosContext context, Clock clock)
    {
        long now = clock.UtcNow.ToUnixTimeSeconds();
        return Sign(context, now + (long)ValidFor.TotalSeconds, now, Nonce(clock), string.Empty);
    }

    /// <summary>A signature for one request that changes one object.</summary>
    /// <param name="context">Who signs, and for which bucket.</param>
    /// <param name="key">The object it is bound to.</param>
    /// <param name="clock">Time and chance.</param>
    public static string OneTime(CosContext context, ObjectKey key, Clock clock)
        => Sign(
            context,
            expires: 0,
            clock.UtcNow.ToUnixTimeSeconds(),
            Nonce(clock),
            $"/{context.AppId}/{context.Bucket}/{key.Encoded}");

    internal static string Sign(CosContext context, long expires, long now, long nonce, string fileId)
    {
        CosCredential credential = context.Credential ?? throw CosErrors.CredentialMissing();
        byte[] plain = Encoding.UTF8.GetBytes(string.Format(
            CultureInfo.InvariantCulture,
            "a={0}&b={1}&k={2}&e={3}&t={4}&r={5}&f={6}",
            context.AppId,
            context.Bucket,
            credential.SecretId,
            expires,
            now,
            nonce,
            fileId));
        byte[] hash = credential.Sign(plain);
        byte[] signature = new byte[hash.Length + plain.Length];
        hash.CopyTo(signature, 0);
        plain.CopyTo(signature, hash.Length);
        return Convert.ToBase64String(signature);
    }

    // At most ten digits, as the page says.
    private static long Nonce(Clock clock) => 1 + (long)(clock.NextDouble() * 2_000_000_000);
}
