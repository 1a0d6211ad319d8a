namespace CosSlice.Transfer;

/// <summary>What the service turned out to hold where an upload was begun.</summary>
internal enum Remainder
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The unfinished upload that was begun.</summary>
    Own,

    /// <summary>That was there, and is deleted.</summary>
    Discarded,

    /// <summary>An unfinished upload that someone else began, or that cannot be told from one.</summary>
    Anothers,

    /// <summary>A finished object, which is never deleted to make room.</summary>
    Finished,
}
