using System.Security.Cryptography;
using System.Text;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>
/// Signs for the clients that can't, without the engine's help: Base64 of the HMAC-SHA1 of a plain text, followed by that
/// text.
/// </summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6054.</remarks>
internal static class Signer
{
    // Longer than any run: all requests of one carry the same.
    private static readonly TimeSpan ValidFor = TimeSpan.FromHours(12);

    /// <summary>For any number of requests that upload.</summary>
    public static string MultiEffect(EmulatorAccount account)
    {
        long expires = DateTimeOffset.UtcNow.Add(ValidFor).ToUnixTimeSeconds();
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        int nonce = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        byte[] plain = Encoding.UTF8.GetBytes(
            $"a={account.AppId}&b={account.Buckets[0]}&k={account.SecretId}&e={expires}&t={now}&r={nonce}&f=");
        return Convert.ToBase64String([.. HMACSHA1.HashData(Encoding.UTF8.GetBytes(account.SecretKey), plain), .. plain]);
    }
}
