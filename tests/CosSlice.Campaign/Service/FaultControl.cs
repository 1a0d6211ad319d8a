using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CosSlice.Campaign.Plans;

namespace CosSlice.Campaign.Service;

/// <summary>Tells the emulator what to do wrong, and learns what it did.</summary>
internal sealed class FaultControl(HttpClient client, Func<Uri> endpoint)
{
    private Uri Path => new(endpoint(), "/-/faults");

    /// <summary>Replaces all that was asked for.</summary>
    public async Task SetAsync(IEnumerable<FaultRule> rules, RandomFaults? random)
    {
        JsonObject body = new() { ["rules"] = new JsonArray([.. rules.Select(rule => rule.Json.DeepClone())]) };
        if (random is not null)
        {
            body["random"] = random.ToJson();
        }

        using HttpResponseMessage answer = await client.PutAsJsonAsync(Path, body).WaitAsync(Bounds.Step);
        if (!answer.IsSuccessStatusCode)
        {
            throw new CampaignException($"The emulator refused the faults {body.ToJsonString()}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Ends all faults, and forgets what they did.</summary>
    public async Task ClearAsync()
    {
        using HttpResponseMessage answer = await client.DeleteAsync(Path).WaitAsync(Bounds.Step);
        if (!answer.IsSuccessStatusCode)
        {
            throw new CampaignException($"The emulator kept its faults: {answer.StatusCode}");
        }
    }

    /// <summary>How often the first rule was hit; 0 where the service is down.</summary>
    public async Task<int> FirstHitsAsync()
    {
        JsonNode? state = await ReadAsync();
        return state?["rules"]?.AsArray() is [{ } first, ..] ? (int?)first["hits"] ?? 0 : 0;
    }

    /// <summary>What was done, by the fault's name.</summary>
    public async Task<IReadOnlyList<string>> HitsAsync()
    {
        JsonNode? state = await ReadAsync();
        return state?["log"]?.AsArray() is { } log ? [.. log.Select(entry => (string?)entry?["fault"] ?? "?")] : [];
    }

    /// <summary>All that the control path tells.</summary>
    public async Task<string> DescribeAsync() => (await ReadAsync())?.ToJsonString() ?? "(no answer)";

    private async Task<JsonNode?> ReadAsync()
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(Path).WaitAsync(Bounds.Step);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
