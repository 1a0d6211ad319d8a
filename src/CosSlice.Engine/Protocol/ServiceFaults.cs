namespace CosSlice.Protocol;

/// <summary>Entries that many codes share: what went wrong lies with the service, or with what CosSlice asked of it.</summary>
internal static class ServiceFaults
{
    /// <summary>The service reports a fault of its own, with a status that does not contradict it.</summary>
    public static readonly ErrorEntry Internal = new(
        RetryClass.Later,
        CosErrorKind.Connection,
        () => ServiceCodeTexts.Internal,
        mayHaveActed: true);

    /// <summary>
    /// The same codes under a status of 400 to 499, which blames the request: repeating it for an hour would only hide the error.
    /// </summary>
    public static readonly ErrorEntry InternalForGood = new(
        RetryClass.Fatal,
        CosErrorKind.InvalidOperation,
        () => ServiceCodeTexts.InternalForGood,
        mayHaveActed: true);

    /// <summary>A field is missing or malformed that CosSlice writes by itself.</summary>
    public static readonly ErrorEntry MalformedRequest = new(
        RetryClass.BadRequest,
        CosErrorKind.InvalidOperation,
        () => ServiceCodeTexts.MalformedRequest);

    /// <summary>The code belongs to operations that no upload asks for.</summary>
    public static readonly ErrorEntry OtherOperation = new(
        RetryClass.Fatal,
        CosErrorKind.InvalidOperation,
        () => ServiceCodeTexts.OtherOperation);
}
