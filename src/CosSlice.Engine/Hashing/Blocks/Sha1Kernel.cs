namespace CosSlice.Hashing.Blocks;

/// <summary>SHA-1's work on blocks (FIPS 180-4, 6.1.2).</summary>
/// <param name="vectors">What of the processor it may use; the processor must have it.</param>
/// <param name="hasVectorRounds">Whether with AVX-512 the rounds of one stream are in vectors too, and not in ordinary registers.</param>
internal sealed unsafe partial class Sha1Kernel(VectorSet vectors, bool hasVectorRounds = true) : BlockKernel
{
    /// <summary>What is fastest on this processor.</summary>
    public static Sha1Kernel Best { get; } = new(VectorSets.Best, VectorSets.HaveShortChains);

    /// <summary>Whether the rounds of one stream are in vectors.</summary>
    public bool HasVectorRounds { get; } = vectors == VectorSet.Avx512 && hasVectorRounds;

    public override int StateWords => 5;

    // Two side by side with AVX2 alone take as long as one after the other.
    public override int LeastLanes => vectors switch
    {
        VectorSet.Avx512 => 2,
        VectorSet.Avx2 => 3,
        _ => int.MaxValue,
    };
}
