namespace CosSlice.Http;

/// <summary>A request brought no answer. Whether the service acted on it is not known.</summary>
internal sealed class TransportException : Exception
{
    public TransportException(string message, Exception? innerException, bool isPermanent = false)
        : base(message, innerException)
        => IsPermanent = isPermanent;

    /// <summary>Whether no repeat can help, such as a certificate that is not trusted.</summary>
    public bool IsPermanent { get; }
}
