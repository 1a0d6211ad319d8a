#if NETSTANDARD2_0
using System.Security.Cryptography;

namespace CosSlice.Signatures;

internal static partial class KeyedHash
{
    /// <summary>Puts it before the text that it is made over, which lies behind room for it. Nothing keeps the key.</summary>
    public static void PutBefore(byte[] text, byte[] key)
    {
#pragma warning disable CA5350 // the protocol prescribes HMAC-SHA1
        using HMACSHA1 hmac = new(key);
#pragma warning restore CA5350
        hmac.ComputeHash(text, Size, text.Length - Size).CopyTo(text, 0);
    }
}
#endif
