using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Signatures;

/// <summary>A SecretId with its SecretKey: every request gets a signature of its own, made as it is sent.</summary>
internal sealed class KeyCredential : CosCredential
{
    private readonly byte[] _key;

    private KeyCredential(string secretId, byte[] key, string source)
        : base(secretId, source)
        => _key = key;

    /// <exception cref="CosException"><c>InvalidContext</c>: a half is missing, or the SecretId cannot be one.</exception>
    public static KeyCredential Create(string? secretId, string? secretKey, string source)
    {
        if (string.IsNullOrWhiteSpace(secretId) || string.IsNullOrWhiteSpace(secretKey))
        {
            throw CosErrors.InvalidContext(
                ContextTexts.CredentialIncomplete,
                ContextTexts.CredentialIncompleteAdvice);
        }

        // The plain text of a signature is a list of k=v pairs joined by '&': these characters would forge another one.
        if (secretId!.IndexOfAny(['&', '=', '\r', '\n']) >= 0)
        {
            throw CosErrors.InvalidContext(
                ContextTexts.SecretIdForm,
                ContextTexts.SecretIdFormAdvice);
        }

        return new KeyCredential(secretId.Trim(), Encoding.UTF8.GetBytes(secretKey!.Trim()), source);
    }

    public override string MultiEffect(CosContext context, ServerClock clock)
        => CosSignature.MultiEffect(context, this, CosSignature.PerRequest, clock);

    public override string OneTime(CosContext context, string objectPath, ServerClock clock)
        => CosSignature.OneTime(context, this, objectPath, clock);

    /// <summary>HMAC-SHA1 of <paramref name="plain"/> under the secret key: 20 bytes.</summary>
    public byte[] Sign(byte[] plain)
    {
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
        using HMACSHA1 hmac = new(_key);
#pragma warning restore CA5350
        return hmac.ComputeHash(plain);
    }
}
