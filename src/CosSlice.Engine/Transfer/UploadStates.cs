namespace CosSlice.Transfer;

/// <summary>Where an upload stands after a failure.</summary>
internal static class UploadStates
{
    /// <summary>Interrupted where the same upload may succeed later or with another key; failed where something about it must change first.</summary>
    public static CosUploadState After(CosException failure)
        => failure.IsTransient
            || failure.Kind is CosErrorKind.Authentication or CosErrorKind.PermissionDenied or CosErrorKind.Connection
                or CosErrorKind.InvalidResponse or CosErrorKind.SourceUnreadable
            ? CosUploadState.Interrupted
            : CosUploadState.Failed;
}
