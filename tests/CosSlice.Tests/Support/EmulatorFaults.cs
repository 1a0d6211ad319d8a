using System.Text;

namespace CosSlice.Tests.Support;

/// <summary>Sets faults of the emulator itself, over its control path.</summary>
internal static class EmulatorFaults
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Starts a service that takes them.</summary>
    public static Task<Service> StartAsync() => Service.StartAsync(options => options.Faults = true);

    /// <summary>Sets rules, separated by commas.</summary>
    public static Task SetFaultsAsync(this Service service, string rules)
        => SendAsync(service, HttpMethod.Put, $$"""{"rules":[{{rules}}]}""");

    /// <summary>Sets faults by chance: all that are soon over and can be noticed.</summary>
    public static Task SetRandomFaultsAsync(this Service service, long seed, double rate) => SendAsync(
        service,
        HttpMethod.Put,
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $$$"""
            {"random":{"seed":{{{seed}}},"rate":{{{rate}}},"kinds":["close","reset","delay","answer","status","trickle","disk-full",
            "session-dies","finish-fails-after","finish-late","serial","slice-size"]}}
            """));

    public static Task ClearFaultsAsync(this Service service) => SendAsync(service, HttpMethod.Delete, null);

    /// <summary>How many requests a fault has struck since rules were set.</summary>
    public static async Task<int> StruckAsync(this Service service)
    {
        string told = await Client.GetStringAsync(new Uri(service.Emulator.Endpoint, "/-/faults"));
        return System.Text.Json.JsonDocument.Parse(told).RootElement.GetProperty("log").GetArrayLength();
    }

    private static async Task SendAsync(Service service, HttpMethod method, string? json)
    {
        using HttpRequestMessage request = new(method, new Uri(service.Emulator.Endpoint, "/-/faults"));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
