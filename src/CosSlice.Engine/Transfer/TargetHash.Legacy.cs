#if NETSTANDARD2_0
using System.Security.Cryptography;

namespace CosSlice.Transfer;

/// <summary>SHA-256 of the name of a target.</summary>
internal static class TargetHash
{
    /// <summary>32 bytes.</summary>
    public static byte[] Of(byte[] name)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(name);
        return sha256.GetHashAndReset();
    }
}
#endif
