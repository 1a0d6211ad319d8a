using System.Text.Json;
using System.Text.Json.Serialization;

namespace CosSlice.Emulator.Faults;

/// <summary>Reads rules strictly: what isn't known is refused by its name, as it would be looked for in vain afterwards.</summary>
internal static class FaultReader
{
    /// <summary>The form of rules, in files and over the control path.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>Reads and checks.</summary>
    /// <exception cref="FaultRuleException">What is wrong, and where.</exception>
    public static FaultSet Read(ReadOnlySpan<byte> json)
    {
        FaultSet set;
        try
        {
            set = JsonSerializer.Deserialize<FaultSet>(json, Format) ?? throw new FaultRuleException("$", "it is null");
        }
        catch (JsonException wrong)
        {
            throw new FaultRuleException(Member(wrong.Path), wrong.Message);
        }
        catch (NotSupportedException wrong)
        {
            // A rule without the name of a fault.
            throw new FaultRuleException("rules", "one of them lacks fault: " + wrong.Message);
        }

        for (int i = 0; i < set.Rules?.Count; i++)
        {
            FaultRule rule = set.Rules[i] ?? throw new FaultRuleException($"rules[{i}]", "it is null");
            Check($"rules[{i}]", rule.CheckAll);
        }

        if (set.Random is { } random)
        {
            Check("random", random.Check);
        }

        return set;
    }

    private static void Check(string place, Action check)
    {
        try
        {
            check();
        }
        catch (FaultRuleException wrong)
        {
            throw new FaultRuleException($"{place}.{wrong.Member}", wrong.Reason);
        }
    }

    private static string Member(string? path) => path switch
    {
        null or "$" => "$",
        _ => path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path,
    };
}
