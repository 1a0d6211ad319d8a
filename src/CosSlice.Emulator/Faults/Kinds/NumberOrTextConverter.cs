using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>Reads a whole number as its text.</summary>
internal sealed class NumberOrTextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long number) => number.ToString(CultureInfo.InvariantCulture),
        JsonTokenType.String => reader.GetString()!,
        _ => throw new JsonException("It is neither a whole number nor text."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
