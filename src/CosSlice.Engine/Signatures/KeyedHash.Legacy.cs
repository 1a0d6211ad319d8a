#if NETSTANDARD2_0
using System.Security.Cryptography;

namespace CosSlice.Signatures;

/// <summary>HMAC-SHA1, which the protocol prescribes.</summary>
internal static class KeyedHash
{
    /// <summary>20 bytes. Nothing keeps the key.</summary>
    public static byte[] Of(byte[] key, byte[] plain)
    {
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
        using HMACSHA1 hmac = new(key);
#pragma warning restore CA5350
        return hmac.ComputeHash(plain);
    }
}
#endif
