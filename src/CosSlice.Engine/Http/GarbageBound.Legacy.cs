#if !NET8_0_OR_GREATER
namespace CosSlice.Http;

internal sealed partial class GarbageBound
{
    /// <summary>Collects; to give memory back nothing can be asked to.</summary>
    private static void GiveBack() => GC.Collect(generation: 1);
}
#endif
