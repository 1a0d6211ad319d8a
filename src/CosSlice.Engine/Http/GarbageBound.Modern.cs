#if NET8_0_OR_GREATER
namespace CosSlice.Http;

internal sealed partial class GarbageBound
{
    /// <summary>Collects everything, and gives the system back the memory that is free then.</summary>
    private static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
#endif
