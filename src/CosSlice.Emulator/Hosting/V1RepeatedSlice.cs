namespace CosSlice.Emulator;

/// <summary>What becomes of a slice of op=upload_slice that was received before.</summary>
public enum V1RepeatedSlice
{
    /// <summary>It is taken once more.</summary>
    Accept,

    /// <summary>It is refused: with -4015 where it is the slice received last, with -4024 where it is an earlier one.</summary>
    Refuse,
}
