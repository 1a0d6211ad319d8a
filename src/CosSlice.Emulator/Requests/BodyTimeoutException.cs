namespace CosSlice.Emulator.Requests;

/// <summary>No byte of a request's body came for too long.</summary>
internal sealed class BodyTimeoutException() : Exception("No byte of the body came for too long.");
