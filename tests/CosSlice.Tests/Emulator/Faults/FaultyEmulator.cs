using System.Net;
using System.Text;
using System.Text.Json;
using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>An emulator whose control path is switched on.</summary>
internal sealed class FaultyEmulator : IAsyncDisposable
{
    public const int Mebibyte = 1_048_576;

    private readonly HttpClient _control = new(new SocketsHttpHandler { UseProxy = false });

    private FaultyEmulator(TestEmulator client) => Client = client;

    public TestEmulator Client { get; }

    public static async Task<FaultyEmulator> StartAsync(Action<EmulatorOptions>? configure = null) => new(await TestEmulator.StartAsync(options =>
    {
        options.Faults = true;
        configure?.Invoke(options);
    }));

    /// <summary>Sets one rule.</summary>
    public Task RuleAsync(string rule) => SetAsync($$"""{"rules":[{{rule}}]}""");

    public async Task SetAsync(string json)
    {
        (HttpStatusCode status, string text) = await ControlAsync(HttpMethod.Put, json);
        Assert.True(status == HttpStatusCode.OK, text);
    }

    public async Task ClearAsync() => Assert.Equal(HttpStatusCode.OK, (await ControlAsync(HttpMethod.Delete)).Status);

    public async Task<JsonElement> DescribeAsync()
    {
        (HttpStatusCode status, string text) = await ControlAsync(HttpMethod.Get);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<(HttpStatusCode Status, string Text)> ControlAsync(HttpMethod method, string? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Client.Host.Endpoint, "/-/faults"));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _control.SendAsync(request, TestEmulator.Cancellation)
            .WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestEmulator.Cancellation));
    }

    /// <summary>How often the first rule has struck.</summary>
    public async Task<long> HitsAsync() => (await DescribeAsync()).GetProperty("rules")[0].GetProperty("hits").GetInt64();

    /// <summary>Waits until the first rule has struck.</summary>
    public async Task StruckAsync()
    {
        using var patience = new CancellationTokenSource(TestEmulator.Patience);
        while (await HitsAsync() == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sends a signed form over a connection of its own, and sees how the connection ends.</summary>
    public Task<Outcome> ExchangeAsync(string key, params (string Name, object Value)[] fields) =>
        RawExchange.RunAsync(Client.Host.Endpoint, key, TestEmulator.Form(fields));

    /// <summary>The offsets of the slices that the upload has, in their order.</summary>
    public async Task<long[]> SlicesAsync(string key)
    {
        WireAnswer list = await Client.ListAsync(key);
        Assert.Equal(0, list.Code);
        return [.. list.Data.GetProperty("listparts").EnumerateArray().Select(part => part.GetProperty("offset").GetInt64())];
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Client.DisposeAsync();
    }
}
