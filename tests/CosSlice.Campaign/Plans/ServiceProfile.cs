namespace CosSlice.Campaign.Plans;

/// <summary>How the service behaves where its documents leave it open.</summary>
internal enum ServiceProfile
{
    /// <summary>As the emulator is without options.</summary>
    Plain,

    /// <summary>Folders must be made, slices that are there are refused, what is there is told by an error.</summary>
    Strict,

    /// <summary>One slice at a time, lists of merged parts, no digests in answers.</summary>
    Serial,

    /// <summary>A second beginning goes on with what is unfinished there, whoever began it, where no SHA-1 says what it is of.</summary>
    Continuing,
}
