#if NET8_0_OR_GREATER
using System.Security.Cryptography;

namespace CosSlice.Signatures;

internal static partial class KeyedHash
{
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
    /// <summary>Puts it before the text that it is made over, which lies behind room for it. Nothing keeps the key.</summary>
    public static void PutBefore(byte[] text, byte[] key) => HMACSHA1.HashData(key, text.AsSpan(Size), text.AsSpan(0, Size));
#pragma warning restore CA5350
}
#endif
