namespace CosSlice.Emulator;

/// <summary>How upload_slice_list tells what it has. The documents show one list in order, but promise nothing.</summary>
public enum ListedParts
{
    /// <summary>One entry a slice, by offset.</summary>
    Sorted,

    /// <summary>One entry a slice, the last one first.</summary>
    Unsorted,

    /// <summary>Slices that touch are one entry.</summary>
    Merged,

    /// <summary>One entry a slice, and one more for any two that touch.</summary>
    Overlapping,
}
