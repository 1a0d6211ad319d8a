using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Faults;

/// <summary>What rules choose a request by.</summary>
/// <param name="Target">What is addressed; null where the target means nothing.</param>
/// <param name="Op">The op, or read for an object's bytes; null where there is none.</param>
/// <param name="Key">The decoded key; null where the target means nothing.</param>
/// <param name="Offset">The offset field, bytes; null where there is none.</param>
internal sealed record RequestMark(RequestTarget? Target, string? Op, string? Key, long? Offset)
{
    /// <summary>What attempts are counted by.</summary>
    public (string? Op, string? FileId, long? Offset) Identity => (Op, Target?.FileId ?? Key, Offset);
}
