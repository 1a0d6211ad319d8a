namespace CosSlice.Protocol;

/// <summary>What a refusal means for the request, and for the upload that it belongs to.</summary>
internal enum RetryClass
{
    /// <summary>The service is busy or out of order for the moment: the same request again, later.</summary>
    Later,

    /// <summary>The content arrived damaged: worth a few repeats, but a line that always damages it ends the upload.</summary>
    Damaged,

    /// <summary>The signature had expired or was used before: worth one repeat with a new one, by the service's clock.</summary>
    SignAgain,

    /// <summary>The session is not usable, or no longer, or slices are missing: ask the service what it has, and go on from there.</summary>
    ListAndResume,

    /// <summary>The service has given up what it had of the upload: begin afresh.</summary>
    StartOver,

    /// <summary>Something of that name exists, and is not to be overwritten.</summary>
    Exists,

    /// <summary>The credential, or what it may do, is not enough; or the bucket or the object is blocked.</summary>
    Denied,

    /// <summary>What was asked for is wrong, such as a name, a size or a missing field: only another request can succeed.</summary>
    BadRequest,

    /// <summary>None of the others helps: the state of the account, the bucket or the object is in the way, or nobody knows.</summary>
    Fatal,
}
