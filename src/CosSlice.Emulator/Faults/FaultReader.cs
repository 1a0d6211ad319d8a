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
            CheckNames(json);
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
    private static void CheckNames(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        JsonElement rules = default;
        bool hasRules = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("rules", out rules);
        if (!hasRules || rules.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        int i = 0;
        foreach (JsonElement rule in rules.EnumerateArray())
        {
            if (rule.ValueKind == JsonValueKind.Object)
            {
                CheckName($"rules[{i}].fault", rule);
            }

            i++;
        }
    }

    private static void CheckName(string place, JsonElement rule)
    {
        if (!rule.TryGetProperty("fault", out JsonElement name))
        {
            throw new FaultRuleException(place, "it is missing");
        }

        if (name.ValueKind != JsonValueKind.String || !FaultRule.Names.Contains(name.GetString()!))
        {
            throw new FaultRuleException(place, $"'{name}' is no fault");
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
