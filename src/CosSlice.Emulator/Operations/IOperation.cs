using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Signatures;

namespace CosSlice.Emulator.Operations;

/// <summary>One value of the op field.</summary>
internal interface IOperation
{
    string Name { get; }

    /// <summary>GET for those that only ask, POST for the others.</summary>
    string Method { get; }

    SignatureKind Signature { get; }

    /// <summary>Whether files/v1 has it too; files/v2 has all.</summary>
    bool IsInV1 { get; }

    Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken);
}
