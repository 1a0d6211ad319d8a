namespace CosSlice.Emulator.Answers;

/// <summary>A body is too big for the proxy in front of the service, which answers in HTML and with 413.</summary>
internal sealed class FrontProxyRefusedException(string detail) : Exception(detail);
