using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CosSlice.Campaign.Service;

/// <summary>Looks at what the service holds, with requests of its own: nothing of the engine is in it.</summary>
internal sealed class ServiceReader(HttpClient client, Func<Uri> endpoint)
{
    /// <summary>The object's bytes; <see langword="null"/> where none can be read.</summary>
    public async Task<byte[]?> ReadAsync(string key)
    {
        using HttpResponseMessage answer = await client.GetAsync(Address(key)).WaitAsync(Bounds.Step);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await answer.Content.ReadAsByteArrayAsync().WaitAsync(Bounds.Step),
            HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.BadRequest => null,
            _ => throw new CampaignException($"GET of '{key}' was answered {answer.StatusCode}."),
        };
    }

    /// <summary>Whether there is an upload of that name that is not finished.</summary>
    public async Task<bool> IsUnfinishedAsync(string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Address(key) + "?op=stat"));
        request.Headers.TryAddWithoutValidation("Authorization", Sign(expires: DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600, string.Empty));
        using HttpResponseMessage answer = await client.SendAsync(request).WaitAsync(Bounds.Step);
        JsonNode? data = answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["data"] : null;
        return data is not null && (long?)data["filelen"] < (long?)data["filesize"];
    }

    /// <summary>Deletes whatever has that name.</summary>
    public async Task DeleteAsync(string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address(key));
        request.Headers.TryAddWithoutValidation("Authorization", Sign(expires: 0, $"/{Account.AppId}/{Account.Bucket}/{Encode(key)}"));
        request.Content = new StringContent("""{"op":"delete"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request).WaitAsync(Bounds.Step);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
        {
            throw new CampaignException($"'{key}' could not be deleted: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private Uri Address(string key) => new(endpoint(), $"/files/v2/{Account.AppId}/{Account.Bucket}/{Encode(key)}");

    private static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    private static string Sign(long expires, string file)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"a={Account.AppId}&b={Account.Bucket}&k={Account.SecretId}&e={expires}&t={now}&r={Random.Shared.Next()}&f={file}");
        byte[] plain = Encoding.UTF8.GetBytes(text);
        return Convert.ToBase64String([.. HMACSHA1.HashData(Encoding.UTF8.GetBytes(Account.SecretKey), plain), .. plain]);
    }
}
