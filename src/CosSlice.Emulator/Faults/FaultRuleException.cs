namespace CosSlice.Emulator.Faults;

/// <summary>Rules that can't be used; the message begins with the member that is wrong.</summary>
internal sealed class FaultRuleException(string member, string reason) : Exception($"{member}: {reason}")
{
    /// <summary>Where it stands, such as rules[0].byte.</summary>
    public string Member { get; } = member;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;
}
