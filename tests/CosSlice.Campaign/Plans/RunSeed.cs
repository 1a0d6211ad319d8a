namespace CosSlice.Campaign.Plans;

/// <summary>One run's own seed, so that a run is the same whichever runs come before it.</summary>
internal static class RunSeed
{
    public static int Of(int campaign, int run)
    {
        // SplitMix64: neighbouring numbers give seeds that have nothing in common.
        ulong mixed = (((ulong)(uint)campaign << 32) | (uint)run) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(mixed ^ (mixed >> 31));
    }
}
