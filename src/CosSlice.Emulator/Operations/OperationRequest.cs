using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Operations;

/// <summary>What an operation is given: where, and with which fields.</summary>
internal sealed record OperationRequest(RequestTarget Target, RequestForm Form);
