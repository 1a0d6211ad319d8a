#if !NET8_0_OR_GREATER
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CosSlice.Protocol;

/// <summary>
/// Reads a JSON text in UTF-8 with the reader that .NET Framework has, which goes by way of XML. It takes some numbers and
/// strings that RFC 8259 does not have; that a text is one whole object is seen to here.
/// </summary>
internal static class JsonReader
{
    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = JsonBounds.Depth,
        MaxStringContentLength = Http.CosHttp.AnswerMaximum,
        MaxArrayLength = Http.CosHttp.AnswerMaximum,
        MaxBytesPerRead = Http.CosHttp.AnswerMaximum,
        MaxNameTableCharCount = Http.CosHttp.AnswerMaximum,
    };

    /// <summary>Reads a text that is one object.</summary>
    /// <param name="text">Holds the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="FormatException">It is not one whole object, or not JSON.</exception>
    public static JsonObject ReadObject(byte[] text, int start, int length)
    {
        if (!JsonShape.IsOneObject(text, start, length))
        {
            throw new FormatException(AnswerTexts.NotOneObject);
        }

        // What the reader makes of it takes time by the square of a text's length, and many times the memory of its values.
        if (!JsonShape.IsWithinBounds(text, start, length))
        {
            throw new FormatException(AnswerTexts.TooMuch);
        }

        try
        {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(text, start, length, Encoding.UTF8, Quotas, onClose: null);
            return Object(XElement.Load(reader));
        }
        catch (XmlException malformed)
        {
            throw new FormatException(AnswerTexts.NotJson, malformed);
        }
        catch (FormatException malformed)
        {
            // What is no number or no escape, in words of the reader's own that quote it.
            throw new FormatException(AnswerTexts.NotJson, malformed);
        }
    }

    private static JsonObject Object(XElement element)
    {
        List<KeyValuePair<string, JsonValue>> members = [];
        foreach (XElement member in element.Elements())
        {
            // A name that is none in XML stands in an attribute.
            string name = member.Attribute("item")?.Value ?? member.Name.LocalName;
            members.Add(new KeyValuePair<string, JsonValue>(name, Value(member)));
        }

        return new JsonObject(members);
    }

    private static JsonValue Value(XElement element)
    {
        switch (element.Attribute("type")?.Value ?? "string")
        {
            case "object":
                return JsonValue.Of(Object(element));
            case "array":
                List<JsonValue> items = [];
                foreach (XElement item in element.Elements())
                {
                    items.Add(Value(item));
                }

                return JsonValue.Of(items);
            case "string":
                return JsonValue.String(element.Value);
            case "number":
                return JsonValue.Number(element.Value);
            default:
                return JsonValue.Word;
        }
    }
}
#endif
