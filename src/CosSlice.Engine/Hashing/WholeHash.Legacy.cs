#if !NET8_0_OR_GREATER
namespace CosSlice.Hashing;

internal sealed partial class WholeHash
{
    /// <summary>The digest of what lies in a buffer whole.</summary>
    public static byte[] Of(byte[] buffer, int count)
    {
        using WholeHash hash = new();
        hash._sha1.AppendData(buffer, 0, count);
        return hash.Finish();
    }
}
#endif
