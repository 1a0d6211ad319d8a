using System.Text.Json.Nodes;

namespace CosSlice.Emulator.Faults;

/// <summary>What is set, and what it has done so far.</summary>
internal sealed class FaultPlan(FaultSet set)
{
    private const int MaxEvents = 1000;

    private readonly Lock _lock = new();
    private readonly FaultRule[] _rules = [.. set.Rules ?? []];
    private readonly long[] _hits = new long[set.Rules?.Count ?? 0];
    private readonly Dictionary<(string? Op, string? FileId, long? Offset), long> _attempts = [];
    private readonly Queue<JsonObject> _events = new();
    private long _randomHits;

    /// <summary>Counts the request, and tells what happens to it; null for nothing.</summary>
    public FaultRule? Choose(RequestMark mark)
    {
        lock (_lock)
        {
            long attempt = _attempts[mark.Identity] = _attempts.GetValueOrDefault(mark.Identity) + 1;
            FaultRule? chosen = ByRule(mark, attempt);
            if (chosen is null && set.Random?.Decide(mark, attempt) is { } random)
            {
                _randomHits++;
                chosen = random;
            }

            if (chosen is not null)
            {
                Note(mark, attempt, chosen);
            }

            return chosen;
        }
    }

    /// <summary>All of it as JSON.</summary>
    public JsonObject Describe()
    {
        lock (_lock)
        {
            var rules = new JsonArray();
            for (int i = 0; i < _rules.Length; i++)
            {
                rules.Add(With(FaultJson.Of(_rules[i]), _hits[i]));
            }

            return new JsonObject
            {
                ["rules"] = rules,
                ["random"] = set.Random is { } random ? With(FaultJson.Of(random), _randomHits) : null,
                ["log"] = new JsonArray([.. _events.Select(one => one.DeepClone())]),
            };
        }
    }

    private static JsonObject With(JsonObject described, long hits)
    {
        described["hits"] = hits;
        return described;
    }

    private FaultRule? ByRule(RequestMark mark, long attempt)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            if (!(_hits[i] >= _rules[i].Times) && _rules[i].Chooses(mark, attempt))
            {
                _hits[i]++;
                return _rules[i];
            }
        }

        return null;
    }

    private void Note(RequestMark mark, long attempt, FaultRule fault)
    {
        if (_events.Count == MaxEvents)
        {
            _events.Dequeue();
        }

        _events.Enqueue(new JsonObject
        {
            ["op"] = mark.Op,
            ["key"] = mark.Key,
            ["offset"] = mark.Offset,
            ["attempt"] = attempt,
            ["fault"] = fault.Name,
            ["rule"] = FaultJson.Of(fault),
        });
    }
}
