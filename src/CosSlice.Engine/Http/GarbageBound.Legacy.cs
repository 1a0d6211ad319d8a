#if !NET8_0_OR_GREATER
namespace CosSlice.Http;

internal sealed partial class GarbageBound
{
    /// <summary>Collects what a collection does; there is no way to ask for more.</summary>
    private static void GiveBack() => GC.Collect(generation: 1);
}
#endif
