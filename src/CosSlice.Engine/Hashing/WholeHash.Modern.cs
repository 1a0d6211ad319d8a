#if NET8_0_OR_GREATER
using System.Security.Cryptography;

namespace CosSlice.Hashing;

internal sealed partial class WholeHash
{
#pragma warning disable CA5350 // the protocol prescribes SHA-1
    /// <summary>The digest of what lies in a buffer whole.</summary>
    public static byte[] Of(byte[] buffer, int count) => SHA1.HashData(buffer.AsSpan(0, count));
#pragma warning restore CA5350
}
#endif
