#if NET8_0_OR_GREATER
using System.Security.Cryptography;

namespace CosSlice.Signatures;

/// <summary>HMAC-SHA1, which the protocol prescribes.</summary>
internal static class KeyedHash
{
    /// <summary>Its bytes.</summary>
    public const int Size = 20;

#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
    /// <summary>Puts it before the text that it is made over, which lies behind room for it. Nothing keeps the key.</summary>
    public static void PutBefore(byte[] text, byte[] key) => HMACSHA1.HashData(key, text.AsSpan(Size), text.AsSpan(0, Size));
#pragma warning restore CA5350
}
#endif
