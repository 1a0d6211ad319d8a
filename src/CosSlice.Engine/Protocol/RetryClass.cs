namespace CosSlice.Protocol;

/// <summary>Whether a refused request is worth repeating.</summary>
internal enum RetryClass
{
    /// <summary>The same request will be refused again.</summary>
    Never,

    /// <summary>The service is busy or out of order for the moment.</summary>
    Later,

    /// <summary>The content arrived damaged: worth a few repeats, but a line that always damages it ends the upload.</summary>
    Damaged,

    /// <summary>The signature had expired or was used before: worth one repeat with a new one.</summary>
    SignAgain,
}
