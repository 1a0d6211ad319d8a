using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Signatures;

/// <summary>
/// A signature as it came: Base64 of a HMAC-SHA1 (20 bytes) and the plain text that it signs
/// (cloud.tencent.com/document/product/436/6054). The plain text's fields stand in any order: the documents and the
/// SDKs differ.
/// </summary>
internal sealed class Signature
{
    private const int MaxLength = 2048;
    private const int MacLength = 20;

    private readonly byte[] _mac;
    private readonly byte[] _plain;

    private Signature(byte[] mac, byte[] plain, Dictionary<string, string> fields, int codeWhenMalformed)
    {
        _mac = mac;
        _plain = plain;
        AppId = Required(fields, "a");
        Bucket = Required(fields, "b");
        SecretId = Required(fields, "k");
        Expires = Seconds(Required(fields, "e"), codeWhenMalformed);
        Issued = Seconds(Required(fields, "t"), codeWhenMalformed);
        _ = Required(fields, "r");
        FileId = fields.GetValueOrDefault("f") ?? "";
    }

    public string AppId { get; }

    public string Bucket { get; }

    public string SecretId { get; }

    /// <summary>Seconds since 1970; 0 makes it a one-time signature.</summary>
    public double Expires { get; }

    /// <summary>Seconds since 1970.</summary>
    public double Issued { get; }

    /// <summary>The percent-encoded /appid/bucket/path that the signature is bound to, or nothing.</summary>
    public string FileId { get; }

    public bool IsOneTime => Expires == 0;

    /// <summary>A name for this very signature that does not reveal it.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData([.. _mac, .. _plain]));

    public static Signature Parse(string? text, int codeWhenMalformed = CosCode.SignatureMalformed)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new RefusedException(CosCode.SignatureMissing, "the request has no signature");
        }

        if (text.Length > MaxLength)
        {
            throw new RefusedException(CosCode.SignatureTooLong, "the signature is longer than 2 KB");
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException notBase64)
        {
            throw new RefusedException(codeWhenMalformed, "the signature is not Base64", notBase64);
        }

        if (bytes.Length <= MacLength)
        {
            throw new RefusedException(codeWhenMalformed, "the signature has no plain text");
        }

        byte[] plain = bytes[MacLength..];
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in Encoding.UTF8.GetString(plain).Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[pair[..equals]] = pair[(equals + 1)..];
            }
        }

        return new Signature(bytes[..MacLength], plain, fields, codeWhenMalformed);
    }

    /// <summary>Whether the signature was made with this key: over the text as it came, not over one built anew.</summary>
    public bool IsSignedWith(string secretKey)
    {
#pragma warning disable CA5350 // The service's signature is HMAC-SHA1.
        byte[] expected = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secretKey), _plain);
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(expected, _mac);
    }

    private static string Required(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? value) && value.Length > 0
            ? value
            : throw new RefusedException(CosCode.SignatureFieldMissing, $"the signature's plain text lacks {name}");

    // Fractions occur: clients in JavaScript divide milliseconds by a thousand.
    private static double Seconds(string text, int codeWhenMalformed) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? seconds
            : throw new RefusedException(codeWhenMalformed, "a time in the signature is not a number");
}
