using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CosSlice.Tests.Emulator;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record WireAnswer(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    private JsonElement Root => JsonDocument.Parse(Body).RootElement;

    public int Code => Root.GetProperty("code").GetInt32();

    public string Message => Root.GetProperty("message").GetString()!;

    public string RequestId => Root.GetProperty("request_id").GetString()!;

    public JsonElement Data => Root.GetProperty("data");

    public static async Task<WireAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation),
        response.Headers,
        response.Content.Headers);

    public string Text(string name) => Data.GetProperty(name).GetString()!;

    public long Number(string name) => Data.GetProperty(name).GetInt64();

    public bool Has(string name) => Data.TryGetProperty(name, out _);

    public void AssertRefused(int code, int status)
    {
        Assert.True(ContentHeaders.ContentType?.MediaType == "application/json", $"{Status} has no envelope");
        Assert.Equal((code, status), (Code, (int)Status));
        Assert.NotEmpty(Message);
        Assert.NotEmpty(RequestId);
        Assert.Empty(Data.EnumerateObject());
    }
}
