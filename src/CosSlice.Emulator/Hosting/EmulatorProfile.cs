namespace CosSlice.Emulator;

/// <summary>How closely the documented rules are held.</summary>
public enum EmulatorProfile
{
    /// <summary>Every documented rule holds.</summary>
    Strict,

    /// <summary>
    /// Rules that public clients break are not checked: slice sizes and offsets, the signature's longest period, and that
    /// deleting takes a one-time signature.
    /// </summary>
    Lenient,
}
