using System.Text.Json;
using System.Text.Json.Nodes;
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
            CheckNames(JsonNode.Parse(json));
            set = JsonSerializer.Deserialize<FaultSet>(json, Format) ?? throw new FaultRuleException("$", "it is null");
        }
        catch (JsonException wrong)
        {
            throw new FaultRuleException(Member(wrong.Path), Reason(wrong));
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

    /// <summary>Refuses rules without the name of a fault, which the serializer has no place for.</summary>
    private static void CheckNames(JsonNode? root)
    {
        if (root is not JsonObject set || set["rules"] is not JsonArray rules)
        {
            return;
        }

        for (int i = 0; i < rules.Count; i++)
        {
            if (rules[i] is JsonObject rule)
            {
                string? name = rule["fault"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
                if (name is null || !FaultRule.Names.Contains(name))
                {
                    throw new FaultRuleException($"rules[{i}].fault", name is null ? "it is missing" : $"'{name}' is no fault");
                }
            }
        }
    }

    /// <summary>The serializer's words, unless they speak of types that nobody outside knows.</summary>
    private static string Reason(JsonException wrong)
    {
        int end = wrong.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string reason = end < 0 ? wrong.Message : wrong.Message[..end];
        return reason.Contains("CosSlice.", StringComparison.Ordinal) || reason.Contains("System.", StringComparison.Ordinal)
            ? "it is not known here, or its value is not of the right kind"
            : reason;
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
