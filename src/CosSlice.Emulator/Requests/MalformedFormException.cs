namespace CosSlice.Emulator.Requests;

/// <summary>A multipart body that does not follow RFC 2046 and RFC 7578.</summary>
internal sealed class MalformedFormException(string message) : Exception(message);
