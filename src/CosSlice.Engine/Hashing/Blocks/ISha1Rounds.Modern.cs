#if NET8_0_OR_GREATER
namespace CosSlice.Hashing.Blocks;

/// <summary>Rounds of SHA-1, four at a time, as <see cref="Sha1Rounds"/> has them; the constants are in the words already.</summary>
/// <typeparam name="TWord">How a word is held.</typeparam>
internal unsafe interface ISha1Rounds<TWord>
{
    static abstract TWord Load(uint* word);

    static abstract uint ToUInt32(TWord word);

    static abstract TWord Add(TWord left, TWord right);

    /// <summary>Rounds 0 to 19.</summary>
    static abstract void Choose(ref TWord a, ref TWord b, ref TWord c, ref TWord d, ref TWord e, uint* w);

    /// <summary>Rounds 20 to 39 and 60 to 79.</summary>
    static abstract void Parity(ref TWord a, ref TWord b, ref TWord c, ref TWord d, ref TWord e, uint* w);

    /// <summary>Rounds 40 to 59.</summary>
    static abstract void Majority(ref TWord a, ref TWord b, ref TWord c, ref TWord d, ref TWord e, uint* w);
}
#endif
