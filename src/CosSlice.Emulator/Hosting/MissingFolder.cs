namespace CosSlice.Emulator;

/// <summary>
/// What becomes of a file whose folder does not exist. The documents say that such a request does not succeed, but not with
/// which code; no known client makes folders first.
/// </summary>
public enum MissingFolder
{
    /// <summary>It is taken, as if the folder were there.</summary>
    Allow,

    /// <summary>It is refused with -197 (not found).</summary>
    NotFound,

    /// <summary>It is refused with -180 (bad path).</summary>
    BadPath,
}
