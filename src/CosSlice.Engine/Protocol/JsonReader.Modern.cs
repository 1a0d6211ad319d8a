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
    /// <summary>Reads a text that is one object.</summary>
    /// <param name="text">Holds the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="FormatException">It is not one whole object, or not JSON.</exception>
    public static JsonObject ReadObject(byte[] text, int start, int length)
    {
        // As if more could follow: so the reader says where it misses something, in place of throwing.
        JsonReaderState options = new(new JsonReaderOptions { MaxDepth = JsonBounds.Depth });
        Utf8JsonReader reader = new(text.AsSpan(start, length), isFinalBlock: false, options);
        int left = JsonBounds.Values;
        try
        {
            Advance(ref reader);
            JsonObject whole = reader.TokenType == JsonTokenType.StartObject ? Object(ref reader, ref left) : throw new FormatException(AnswerTexts.NotOneObject);

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

        if (reader.ValueSpan.Length > JsonBounds.TextBytes)
        {
            throw new FormatException(AnswerTexts.TooMuch);
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader, ref int left)
    {
        List<KeyValuePair<string, JsonValue>> members = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndObject; Advance(ref reader))
        {
            string name = reader.GetString()!;
            Advance(ref reader);
            members.Add(new KeyValuePair<string, JsonValue>(name, Value(ref reader, ref left)));
        }

        return new JsonObject(members);
    }

    private static JsonValue Value(ref Utf8JsonReader reader, ref int left)
    {
        if (--left < 0)
        {
            throw new FormatException(AnswerTexts.TooMuch);
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return JsonValue.Of(Object(ref reader, ref left));
            case JsonTokenType.StartArray:
                return JsonValue.Of(Array(ref reader, ref left));
            case JsonTokenType.String:
                return JsonValue.String(reader.GetString()!);
            case JsonTokenType.Number:
                return JsonValue.Number(Encoding.ASCII.GetString(reader.ValueSpan));
            default:
                return JsonValue.Word;
        }
    }

    private static List<JsonValue> Array(ref Utf8JsonReader reader, ref int left)
    {
        List<JsonValue> items = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndArray; Advance(ref reader))
        {
            items.Add(Value(ref reader, ref left));
        }

        return items;
    }
}
#endif
