namespace CosSlice.Protocol;

/// <summary>
/// How much of a JSON text is taken apart. An answer may have 16 MiB, and what a reader makes of millions of members takes many times
/// that; no answer of the service's comes near any of these.
/// </summary>
internal static class JsonBounds
{
    /// <summary>No answer nests deeper than a list's parts.</summary>
    public const int Depth = 16;

    /// <summary>Values: twice those of a list of 65,536 slices that say offset and length.</summary>
    public const int Values = 6 * 65_536;

    /// <summary>Bytes of one name, text or number. The longest text that the service takes, and may give back, has 4 KB.</summary>
    public const int TextBytes = 64 * 1024;
}
