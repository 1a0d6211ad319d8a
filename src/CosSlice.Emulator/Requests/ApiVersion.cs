namespace CosSlice.Emulator.Requests;

/// <summary>The generations of the JSON file API.</summary>
internal enum ApiVersion
{
    /// <summary>files/v1: numbers partly as text, an upload by slices is one op.</summary>
    V1,

    /// <summary>files/v2, which the documents call v4.</summary>
    V4,
}
