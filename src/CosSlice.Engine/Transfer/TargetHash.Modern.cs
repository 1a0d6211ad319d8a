#if NET8_0_OR_GREATER
using System.Security.Cryptography;

namespace CosSlice.Transfer;

/// <summary>SHA-256 of the name of a target.</summary>
internal static class TargetHash
{
    /// <summary>32 bytes.</summary>
    public static byte[] Of(byte[] name) => SHA256.HashData(name);
}
#endif
