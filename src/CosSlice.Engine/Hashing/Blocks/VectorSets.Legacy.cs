#if NETSTANDARD2_0
namespace CosSlice.Hashing.Blocks;

/// <summary>No vectors: the old target has no access to them.</summary>
internal static class VectorSets
{
    public static VectorSet Best => VectorSet.None;

    public static bool HaveShortChains => true;
}
#endif
