namespace CosSlice;

/// <summary>The class of an error, from which a host derives its own category.</summary>
public enum CosErrorKind
{
    /// <summary>An argument or a part of the context is malformed or missing.</summary>
    InvalidArgument,

    /// <summary>No credential, or one that the service does not accept.</summary>
    Authentication,

    /// <summary>The credential is right, but does not permit this.</summary>
    PermissionDenied,

    /// <summary>A file, bucket or object does not exist.</summary>
    NotFound,

    /// <summary>Something of that name exists and is not to be overwritten.</summary>
    Exists,

    /// <summary>The local file cannot be opened or read.</summary>
    SourceUnreadable,

    /// <summary>The local file is not what it was when the upload began.</summary>
    SourceChanged,

    /// <summary>A size or a rate is beyond what the service allows.</summary>
    LimitsExceeded,

    /// <summary>The service could not be reached, or was busy for too long.</summary>
    Connection,

    /// <summary>The service's answer is not one, or contradicts what was sent.</summary>
    InvalidResponse,

    /// <summary>What arrived is not what was sent.</summary>
    Integrity,

    /// <summary>The service refuses the operation in the present state.</summary>
    InvalidOperation,
}
