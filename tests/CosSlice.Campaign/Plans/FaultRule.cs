using System.Text.Json.Nodes;

namespace CosSlice.Campaign.Plans;

/// <summary>What the service does wrong, as its control path takes it.</summary>
/// <param name="Fault">The fault's name.</param>
/// <param name="Json">The whole rule.</param>
internal sealed record FaultRule(string Fault, JsonObject Json)
{
    /// <summary>The same about one object alone.</summary>
    public FaultRule Of(string key)
    {
        JsonObject json = Json.DeepClone().AsObject();
        json["key"] = key;
        return new FaultRule(Fault, json);
    }

    public override string ToString() => Json.ToJsonString();
}

/// <summary>Faults that the service draws by itself.</summary>
/// <param name="Seed">What it draws by.</param>
/// <param name="Rate">The share of requests: 0 to 1.</param>
/// <param name="Kinds">Which.</param>
internal sealed record RandomFaults(int Seed, double Rate, IReadOnlyList<string> Kinds)
{
    public JsonObject ToJson() => new()
    {
        ["seed"] = Seed,
        ["rate"] = Rate,
        ["kinds"] = new JsonArray([.. Kinds.Select(kind => (JsonNode)kind)]),
    };

    public override string ToString() => ToJson().ToJsonString();
}
