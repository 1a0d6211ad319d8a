namespace CosSlice.Hashing.Blocks;

/// <summary>SHA-1's work on blocks (FIPS 180-4, 6.1.2).</summary>
/// <param name="vectors">What of the processor it may use; the processor must have it.</param>
internal sealed unsafe partial class Sha1Kernel(VectorSet vectors) : BlockKernel
{
    /// <summary>What is fastest on this processor.</summary>
    public static Sha1Kernel Best { get; } = new(VectorSets.Best);

    public override int StateWords => 5;

    // Two side by side with AVX2 alone take as long as one after the other.
    public override int LeastLanes => vectors switch
    {
        VectorSet.Avx512 => 2,
        VectorSet.Avx2 => 3,
        _ => int.MaxValue,
    };
}
