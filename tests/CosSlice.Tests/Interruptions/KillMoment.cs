namespace CosSlice.Tests.Interruptions;

/// <summary>When an uploading process is killed, as the service sees it.</summary>
internal enum KillMoment
{
    /// <summary>It has begun to read the file for its SHA-1.</summary>
    Hashing,

    /// <summary>Its request to begin has come, and is still acted upon.</summary>
    Beginning,

    /// <summary>The upload has begun, and it does not hear of it.</summary>
    Begun,

    /// <summary>It asks what the service has.</summary>
    Asking,

    /// <summary>A slice begins to come.</summary>
    SliceArriving,

    /// <summary>A slice is half there.</summary>
    SliceInBody,

    /// <summary>A slice is stored, and it does not hear of it.</summary>
    SliceStored,

    /// <summary>The answer to a slice is on its way.</summary>
    SliceAnswered,

    /// <summary>All slices are there, and its request to finish is not heard.</summary>
    FinishUnheard,

    /// <summary>The object is finished, and it does not hear of it.</summary>
    Finished,
}
