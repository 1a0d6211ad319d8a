using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Transfer;

/// <summary>The id of a target: one target, one id, in every process and on every machine.</summary>
internal static class UploadIdentity
{
    private const int HexDigits = 32;

    public static string Of(CosContext context, string key)
    {
        string target = string.Format(
            CultureInfo.InvariantCulture,
            "{0}\n{1}\n{2}\n{3}\n{4}",
            context.Endpoint!.AbsoluteUri.TrimEnd('/'),
            context.AppId,
            context.Bucket,
            context.ApiVersion,
            key);
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Encoding.UTF8.GetBytes(target));
        return HexText.Of(sha256.GetHashAndReset()).Substring(0, HexDigits);
    }
}
