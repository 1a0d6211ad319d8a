using System.Globalization;
using System.Text;

namespace CosSlice.Signatures;

/// <summary>
/// What a signature says in its readable part: Base64 of 20 bytes of HMAC-SHA1 followed by
/// <c>a=&lt;appid&gt;&amp;b=&lt;bucket&gt;&amp;k=&lt;SecretId&gt;&amp;e=&lt;expires&gt;&amp;t=&lt;made&gt;&amp;r=&lt;random&gt;&amp;f=&lt;fileid&gt;</c>.
/// </summary>
/// <remarks>
/// Source: cloud.tencent.com/document/product/436/6054. The fields come in any order, as the vendor's own clients disagree
/// about it, and times may have a fraction.
/// </remarks>
internal sealed class SignatureText
{
    public const int HashLength = 20;

    // Error -46180 of the same documentation.
    private const int MaximumLength = 2048;

    private SignatureText(string appId, string bucket, string secretId, DateTimeOffset? expiresAt, string fileId)
    {
        AppId = appId;
        Bucket = bucket;
        SecretId = secretId;
        IsOneTime = expiresAt is null;
        ExpiresAt = expiresAt ?? DateTimeOffset.MaxValue;
        FileId = fileId;
    }

    public string AppId { get; }

    public string Bucket { get; }

    public string SecretId { get; }

    /// <summary>UTC; the end of all time for a one-time signature.</summary>
    public DateTimeOffset ExpiresAt { get; }

    public bool IsOneTime { get; }

    /// <summary>What the signature is bound to, or nothing.</summary>
    public string FileId { get; }

    /// <exception cref="CosException"><c>InvalidSignature</c>.</exception>
    public static SignatureText Parse(string value)
    {
        if (value.Length is 0 or > MaximumLength)
        {
            throw CosErrors.InvalidSignature(TextFormat.Of(SignatureTexts.Length, value.Length, MaximumLength));
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(value);
        }
        catch (FormatException)
        {
            throw CosErrors.InvalidSignature(SignatureTexts.NotBase64);
        }

        Dictionary<string, string> fields = Fields(bytes);
        return new SignatureText(Required("a"), Required("b"), Required("k"), Expiry(Required("e")), Optional("f"));

        string Optional(string name) => fields.TryGetValue(name, out string? text) ? text : string.Empty;

        string Required(string name)
            => Optional(name) is { Length: > 0 } text ? text : throw CosErrors.InvalidSignature(TextFormat.Of(SignatureTexts.FieldMissing, name));
    }

    private static Dictionary<string, string> Fields(byte[] bytes)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        if (bytes.Length > HashLength)
        {
            foreach (string pair in Encoding.UTF8.GetString(bytes, HashLength, bytes.Length - HashLength).Split('&'))
            {
                int equals = pair.IndexOf('=');
                if (equals > 0)
                {
                    fields[pair.Substring(0, equals)] = pair.Substring(equals + 1);
                }
            }
        }

        return fields;
    }

    private static DateTimeOffset? Expiry(string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw CosErrors.InvalidSignature(SignatureTexts.Expiry);
        }

        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds((long)seconds);
    }
}
