using System.Text;
using System.Text.Json;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>What came back over a connection, byte by byte, and how that ended.</summary>
internal sealed record Outcome(byte[] Received, ConnectionEnd End, TimeSpan Elapsed)
{
    public string Text { get; } = Encoding.Latin1.GetString(Received);

    public int Status => int.Parse(Text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public int Code => Json.GetProperty("code").GetInt32();

    public JsonElement Data => Json.GetProperty("data");

    public string? Header(string name) => Text.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
}
