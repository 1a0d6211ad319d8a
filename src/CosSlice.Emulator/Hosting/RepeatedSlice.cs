namespace CosSlice.Emulator;

/// <summary>What becomes of a slice that comes again with other bytes. No document says.</summary>
public enum RepeatedSlice
{
    /// <summary>The later bytes count.</summary>
    Replace,

    /// <summary>It is a success, but the earlier bytes stay.</summary>
    Keep,

    /// <summary>It is refused with -29147; with the same bytes it is a success.</summary>
    Refuse,
}
