namespace CosSlice.Transfer;

/// <summary>How a request's wait in an <see cref="Outage"/> ended.</summary>
internal enum OutageEnd
{
    /// <summary>It is its turn to try.</summary>
    Turn,

    /// <summary>Another request got through.</summary>
    Over,

    /// <summary>There is no time, or no try, left.</summary>
    GivenUp,
}
