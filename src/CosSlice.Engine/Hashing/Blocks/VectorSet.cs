namespace CosSlice.Hashing.Blocks;

/// <summary>The processor's instructions that a hash is computed with.</summary>
internal enum VectorSet
{
    /// <summary>Those that every processor has.</summary>
    None,

    /// <summary>AVX2: eight words at a time.</summary>
    Avx2,

    /// <summary>AVX-512 for vectors of any width: rotations and functions of three words in one instruction, too.</summary>
    Avx512,
}
