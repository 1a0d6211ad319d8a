using System.IO.Enumeration;
using System.Reflection;
using System.Text.Json.Serialization;
using CosSlice.Emulator.Faults.Kinds;

namespace CosSlice.Emulator.Faults;

/// <summary>A fault, with its parameters, and the requests that it happens to. What a rule leaves out, it doesn't ask for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fault", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(StatusFault), StatusFault.Kind)]
[JsonDerivedType(typeof(CloseFault), CloseFault.Kind)]
[JsonDerivedType(typeof(ResetFault), ResetFault.Kind)]
[JsonDerivedType(typeof(DelayFault), DelayFault.Kind)]
[JsonDerivedType(typeof(TrickleFault), TrickleFault.Kind)]
[JsonDerivedType(typeof(HangFault), HangFault.Kind)]
[JsonDerivedType(typeof(AnswerFault), AnswerFault.Kind)]
[JsonDerivedType(typeof(SessionDiesFault), SessionDiesFault.Kind)]
[JsonDerivedType(typeof(FinishFailsAfterFault), FinishFailsAfterFault.Kind)]
[JsonDerivedType(typeof(FinishLateFault), FinishLateFault.Kind)]
[JsonDerivedType(typeof(FlipFault), FlipFault.Kind)]
[JsonDerivedType(typeof(DiskFullFault), DiskFullFault.Kind)]
[JsonDerivedType(typeof(SerialFault), SerialFault.Kind)]
[JsonDerivedType(typeof(SliceSizeFault), SliceSizeFault.Kind)]
[JsonDerivedType(typeof(ClockFault), ClockFault.Kind)]
internal abstract record FaultRule
{
    private static readonly Dictionary<Type, string> Kinds = typeof(FaultRule).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    /// <summary>The op, one of <see cref="FaultOps"/>; null for any op (reading an object has none).</summary>
    [JsonPropertyOrder(-5)]
    public string? Op { get; init; }

    /// <summary>The decoded key with * for any characters and ? for any one, or null for all keys.</summary>
    [JsonPropertyOrder(-4)]
    public string? Key { get; init; }

    /// <summary>The offset field, bytes; null for any and none.</summary>
    [JsonPropertyOrder(-3)]
    public NumberRange? Offset { get; init; }

    /// <summary>The how-manieth request with this op, key and offset, from 1 on; null for all.</summary>
    [JsonPropertyOrder(-2)]
    public NumberRange? Attempt { get; init; }

    /// <summary>How many requests it happens to; null for as many as come.</summary>
    [JsonPropertyOrder(-1)]
    public long? Times { get; init; }

    /// <summary>The fault's name.</summary>
    [JsonIgnore]
    public string Name => Kinds[GetType()];

    /// <summary>All faults' names.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Kinds.Values];

    /// <summary>Whether the fault means anything for a request of this op.</summary>
    public virtual bool Fits(string? op) => true;

    /// <summary>Refuses parameters that mean nothing.</summary>
    /// <exception cref="FaultRuleException">Which one.</exception>
    public virtual void Check()
    {
    }

    /// <summary>Does it.</summary>
    public abstract Task RunAsync(FaultedRequest request);

    /// <summary>Whether the rule chooses this request; how often it did is not asked here.</summary>
    public bool Chooses(RequestMark mark, long attempt) =>
        (Op is null ? mark.Op != FaultOps.Read : Op == mark.Op)
        && (Key is null || (mark.Key is { } key && FileSystemName.MatchesSimpleExpression(Key, key, ignoreCase: false)))
        && (Offset is not { } offsets || (mark.Offset is { } offset && offsets.Contains(offset)))
        && (Attempt is not { } attempts || attempts.Contains(attempt))
        && Fits(mark.Op);

    /// <summary>Refuses what no request could be chosen by, and parameters that mean nothing.</summary>
    /// <exception cref="FaultRuleException">Which member.</exception>
    public void CheckAll()
    {
        if (Op is not null && !FaultOps.IsKnown(Op))
        {
            throw new FaultRuleException("op", $"'{Op}' is not known");
        }

        if (Op is not null && !Fits(Op))
        {
            throw new FaultRuleException("op", $"the fault '{Name}' means nothing for '{Op}'");
        }

        if (Offset is not null && Op is not null && !FaultOps.HasOffset(Op))
        {
            throw new FaultRuleException("offset", $"'{Op}' has none");
        }

        if (Attempt is { First: 0 })
        {
            throw new FaultRuleException("attempt", "the first one is 1");
        }

        Require(Times is null or > 0, "times", "it is at least 1");
        Check();
    }

    protected static void Require(bool condition, string member, string reason)
    {
        if (!condition)
        {
            throw new FaultRuleException(member, reason);
        }
    }
}
