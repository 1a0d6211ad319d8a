using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CosSlice.Emulator.Faults;

/// <summary>One number, or all from a first to a last one, both included. As JSON a number, "7", "2-5" or "2-".</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct NumberRange(long First, long Last)
{
    public bool Contains(long number) => number >= First && number <= Last;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{First}{(First == Last ? "" : Last == long.MaxValue ? "-" : $"-{Last}")}");

    /// <summary>Reads the text form; null where it is none.</summary>
    public static NumberRange? Parse(string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        string first = dash < 0 ? text : text[..dash];
        string last = dash < 0 ? text : text[(dash + 1)..];
        bool open = dash > 0 && last.Length == 0;
        long end = long.MaxValue;
        bool read = long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            && (open || long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out end));
        return read && start <= end ? new NumberRange(start, end) : null;
    }

    private sealed class Converter : JsonConverter<NumberRange>
    {
        public override NumberRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            NumberRange? range = reader.TokenType switch
            {
                JsonTokenType.Number when reader.TryGetInt64(out long number) && number >= 0 => new NumberRange(number, number),
                JsonTokenType.String => Parse(reader.GetString()!),
                _ => null,
            };
            return range ?? throw new JsonException("It is neither a number from 0 on nor a range such as \"2-5\" or \"2-\".");
        }

        public override void Write(Utf8JsonWriter writer, NumberRange value, JsonSerializerOptions options)
        {
            if (value.First == value.Last)
            {
                writer.WriteNumberValue(value.First);
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
