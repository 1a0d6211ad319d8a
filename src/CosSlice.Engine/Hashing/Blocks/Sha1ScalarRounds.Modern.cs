#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace CosSlice.Hashing.Blocks;

/// <summary>Words in the processor's ordinary registers.</summary>
internal readonly unsafe struct Sha1ScalarRounds : ISha1Rounds<uint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load(uint* word) => *word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToUInt32(uint word) => word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint left, uint right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Choose(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint* w)
        => Sha1Rounds.Choose(ref a, ref b, ref c, ref d, ref e, 0, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Parity(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint* w)
        => Sha1Rounds.Parity(ref a, ref b, ref c, ref d, ref e, 0, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Majority(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint* w)
        => Sha1Rounds.Majority(ref a, ref b, ref c, ref d, ref e, 0, w);
}
#endif
