namespace CosSlice.Signatures;

/// <summary>
/// What requests are signed with: a key, or a signature that was made elsewhere. Internal, so that neither ever reaches a
/// serialiser or a formatter.
/// </summary>
internal abstract class CosCredential(string? secretId, string source)
{
    public string? SecretId { get; } = secretId;

    /// <summary>Where it came from, as the user is told.</summary>
    public string Source { get; } = source;

    /// <summary>A signature for any number of requests to the bucket, good at least for the request that is about to be sent.</summary>
    /// <exception cref="CosException"><c>SignatureExpired</c>: there is none.</exception>
    public abstract string MultiEffect(CosContext context, ServerClock clock);

    /// <summary>A signature for one request that changes one object.</summary>
    /// <param name="context">Who signs, and for which bucket.</param>
    /// <param name="objectPath">The object's percent-encoded path in the bucket, without a leading slash.</param>
    /// <param name="clock">Time and chance.</param>
    /// <exception cref="CosException"><c>OneTimeSignatureNeeded</c>: there is no key to make one with.</exception>
    public abstract string OneTime(CosContext context, string objectPath, ServerClock clock);

    public override string ToString() => SecretId ?? Source;
}
