using System.Globalization;
using System.Text;
using CosSlice.Signatures;

namespace CosSlice;

/// <summary>
/// Makes signatures, the value of the Authorization header: Base64 of HMAC-SHA1 over a plain text, followed by that plain text.
/// </summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6054; the order of the fields is that page's own.</remarks>
public static class CosSignature
{
    /// <summary>
    /// The longest time that a multi-effect signature is made for: 30 days. The signature page allows 90, error -53 one month
    /// (cloud.tencent.com/document/product/436/8432); the shorter is right by both.
    /// </summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(30);

    /// <summary>How long the signature of one request is good for. Each has its own, made as it is sent.</summary>
    internal static readonly TimeSpan PerRequest = TimeSpan.FromMinutes(10);

    /// <summary>A signature for any number of requests to the context's bucket until it expires: for all but deleting.</summary>
    /// <param name="context">Who signs, and for which bucket; it needs app id, bucket and a key.</param>
    /// <param name="validFor">How long: 1 second to <see cref="LongestValidity"/>.</param>
    /// <exception cref="CosException">
    /// <c>CosCredentialMissing</c>, <c>CosAppIdMissing</c>, <c>CosBucketMissing</c>, or <c>InvalidOption</c> for the time.
    /// </exception>
    public static string MultiEffect(CosContext context, TimeSpan validFor)
    {
        if (validFor < TimeSpan.FromSeconds(1) || validFor > LongestValidity)
        {
            throw CosErrors.InvalidOption(
                TextFormat.Of(SignatureTexts.ValidFor, validFor),
                TextFormat.Of(SignatureTexts.ValidForAdvice, LongestValidity.TotalDays));
        }

        return MultiEffect(context, KeyOf(context), validFor, new ServerClock(Clock.System));
    }

    /// <summary>A signature for one request that changes one object, such as deleting it.</summary>
    /// <param name="context">Who signs, and for which bucket; it needs app id, bucket and a key.</param>
    /// <param name="key">The object that the signature is bound to.</param>
    /// <exception cref="CosException"><c>CosCredentialMissing</c>, <c>CosAppIdMissing</c> or <c>CosBucketMissing</c>.</exception>
    public static string OneTime(CosContext context, ObjectKey key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return OneTime(context, KeyOf(context), key.Encoded, new ServerClock(Clock.System));
    }

    /// <summary>What a one-time signature is bound to.</summary>
    internal static string FileId(CosContext context, string objectPath) => $"/{context.AppId}/{context.Bucket}/{objectPath}";

    internal static string MultiEffect(CosContext context, KeyCredential credential, TimeSpan validFor, ServerClock clock)
    {
        long now = clock.UtcNow.ToUnixTimeSeconds();
        return Sign(context, credential, now + (long)validFor.TotalSeconds, now, Nonce(clock), string.Empty);
    }

    internal static string OneTime(CosContext context, KeyCredential credential, string objectPath, ServerClock clock)
        => Sign(
            context,
            credential,
            expires: 0,
            clock.UtcNow.ToUnixTimeSeconds(),
            Nonce(clock),
            FileId(context, objectPath));

    internal static string Sign(CosContext context, KeyCredential credential, long expires, long now, long nonce, string fileId)
    {
        string plain = string.Concat(
            [
                "a=", context.AppId, "&b=", context.Bucket, "&k=", credential.SecretId, "&e=", Digits(expires), "&t=", Digits(now), "&r=", Digits(nonce), "&f=", fileId,
            ]);
        byte[] signature = new byte[KeyedHash.Size + Encoding.UTF8.GetByteCount(plain)];
        Encoding.UTF8.GetBytes(plain, 0, plain.Length, signature, KeyedHash.Size);
        credential.Sign(signature);
        return Convert.ToBase64String(signature);

        static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static KeyCredential KeyOf(CosContext context)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        context.EnsureSigner();
        return context.Credential as KeyCredential
            ?? throw CosErrors.CredentialMissing(SignatureTexts.SignedBySignature);
    }

    // At most ten digits, as the page says.
    private static long Nonce(ServerClock clock) => 1 + (long)(clock.NextDouble() * 2_000_000_000);
}
