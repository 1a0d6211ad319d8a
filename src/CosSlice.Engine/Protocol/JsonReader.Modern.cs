#if NET8_0_OR_GREATER
using System.Text;
using System.Text.Json;

namespace CosSlice.Protocol;

/// <summary>
/// Reads a JSON text in UTF-8 as RFC 8259 has it, and nothing besides: to an upload a text that is cut off is a lost answer,
/// and one that goes on after its end is no answer.
/// </summary>
internal static class JsonReader
{
    /// <summary>No answer nests deeper than a list's parts.</summary>
    public const int MaximumDepth = 16;

    /// <summary>Reads a text that is one object.</summary>
    /// <param name="text">Holds the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="FormatException">It is not one whole object, or not JSON.</exception>
    public static JsonObject ReadObject(byte[] text, int start, int length)
    {
        // As if more could follow: so the reader says where it misses something, in place of throwing.
        JsonReaderState options = new(new JsonReaderOptions { MaxDepth = MaximumDepth });
        Utf8JsonReader reader = new(text.AsSpan(start, length), isFinalBlock: false, options);
        try
        {
            Advance(ref reader);
            JsonObject whole = reader.TokenType == JsonTokenType.StartObject ? Object(ref reader) : throw new FormatException(AnswerTexts.NotOneObject);

            // Throws where anything but space follows.
            return reader.Read() ? throw new FormatException(AnswerTexts.NotOneObject) : whole;
        }
        catch (JsonException malformed)
        {
            throw new FormatException(AnswerTexts.NotJson, malformed);
        }
        catch (InvalidOperationException malformed)
        {
            // A string that is no Unicode.
            throw new FormatException(AnswerTexts.NotJson, malformed);
        }
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new FormatException(AnswerTexts.NotOneObject);
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader)
    {
        List<KeyValuePair<string, JsonValue>> members = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndObject; Advance(ref reader))
        {
            string name = reader.GetString()!;
            Advance(ref reader);
            members.Add(new KeyValuePair<string, JsonValue>(name, Value(ref reader)));
        }

        return new JsonObject(members);
    }

    private static JsonValue Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return JsonValue.Of(Object(ref reader));
            case JsonTokenType.StartArray:
                return JsonValue.Of(Array(ref reader));
            case JsonTokenType.String:
                return JsonValue.String(reader.GetString()!);
            case JsonTokenType.Number:
                return JsonValue.Number(Encoding.ASCII.GetString(reader.ValueSpan));
            default:
                return JsonValue.Word;
        }
    }

    private static List<JsonValue> Array(ref Utf8JsonReader reader)
    {
        List<JsonValue> items = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndArray; Advance(ref reader))
        {
            items.Add(Value(ref reader));
        }

        return items;
    }
}
#endif
