#if NET8_0_OR_GREATER
using System.Security.Cryptography;

namespace CosSlice.Signatures;

/// <summary>HMAC-SHA1, which the protocol prescribes.</summary>
internal static class KeyedHash
{
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
    /// <summary>20 bytes. Nothing keeps the key.</summary>
    public static byte[] Of(byte[] key, byte[] plain) => HMACSHA1.HashData(key, plain);
#pragma warning restore CA5350
}
#endif
