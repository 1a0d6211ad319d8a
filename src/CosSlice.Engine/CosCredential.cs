namespace CosSlice;

/// <summary>A SecretId with its SecretKey. Internal, so that the key never reaches a serialiser or a formatter.</summary>
internal sealed class CosCredential
{
    private readonly byte[] _key;

    private CosCredential(string secretId, byte[] key, string source)
    {
        SecretId = secretId;
        _key = key;
        Source = source;
    }

    public string SecretId { get; }

    public string Source { get; }

    public static CosCredential Create(string? secretId, string? secretKey, string source)
    {
        if (string.IsNullOrWhiteSpace(secretId) || string.IsNullOrWhiteSpace(secretKey))
        {
            throw CosErrors.InvalidContext(
                "The credential is incomplete: it needs a SecretId (the user name) and a SecretKey (the password).",
                "Pass both with -Credential, or set both COS_SECRET_ID and COS_SECRET_KEY.");
        }

        // The plain text of a signature is a list of k=v pairs joined by '&': these characters would forge another one.
        if (secretId!.IndexOfAny(['&', '=', '\r', '\n']) >= 0)
        {
            throw CosErrors.InvalidContext(
                "The SecretId contains a character that no SecretId has ('&', '=' or a line break).",
                "Check that user name and password of the credential were not swapped or cut wrongly.");
        }

        return new CosCredential(secretId.Trim(), System.Text.Encoding.UTF8.GetBytes(secretKey!.Trim()), source);
    }

    /// <summary>HMAC-SHA1 of <paramref name="plain"/> under the secret key: 20 bytes.</summary>
    public byte[] Sign(byte[] plain)
    {
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
        using System.Security.Cryptography.HMACSHA1 hmac = new(_key);
#pragma warning restore CA5350
        return hmac.ComputeHash(plain);
    }

    public override string ToString() => SecretId;
}
