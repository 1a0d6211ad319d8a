using System.Text.Json;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>What stands around the slices of a client that knows no protocol.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly EmulatorAccount _account = EmulatorAccount.Default();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public ServiceClient(Uri endpoint) => Endpoint = endpoint;

    public Uri Endpoint { get; }

    /// <summary>A signature for all requests of one run.</summary>
    public string Sign() => Signer.MultiEffect(_account);

    public Uri AddressOf(string key) => new(Endpoint, $"/files/v2/{_account.AppId}/{_account.Buckets[0]}/{key}");

    /// <returns>The session that slices are sent to.</returns>
    public async Task<string> BeginAsync(string key, long length, int sliceSize, CancellationToken cancellationToken)
    {
        JsonElement data = await PostFormAsync(
            key,
            [("op", "upload_slice_init"), ("filesize", $"{length}"), ("slice_size", $"{sliceSize}")],
            cancellationToken);
        return data.GetProperty("session").GetString()!;
    }

    /// <summary>Makes the slices an object, which the service refuses where one of them is missing.</summary>
    public Task FinishAsync(string key, string session, long length, CancellationToken cancellationToken)
        => PostFormAsync(
            key, [("op", "upload_slice_finish"), ("session", session), ("filesize", $"{length}")], cancellationToken);

    /// <summary>A finished object's bytes.</summary>
    public async Task<Stream> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetStreamAsync(AddressOf(key), cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new BenchmarkFailedException($"{key} cannot be read back: {failure.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> PostFormAsync(
        string key, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        using MultipartFormDataContent form = [];
        foreach ((string name, string value) in fields)
        {
            form.Add(new StringContent(value), $"\"{name}\"");
        }

        return await PostAsync(key, Sign(), form, cancellationToken);
    }

    private async Task<JsonElement> PostAsync(
        string key, string authorization, HttpContent content, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, AddressOf(key)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        string text;
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            text = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new BenchmarkFailedException($"The emulator does not answer: {failure.Message}");
        }

        using JsonDocument answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("code").GetInt32() == 0
            ? answer.RootElement.GetProperty("data").Clone()
            : throw new BenchmarkFailedException($"The emulator refused: {text}");
    }
}
