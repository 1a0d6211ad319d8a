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
    /// <summary>No answer nests deeper than a list's parts.</summary>
    public const int MaximumDepth = JsonShape.MaximumDepth;

    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = MaximumDepth,
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

        try
        {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(text, start, length, Encoding.UTF8, Quotas, onClose: null);
            return Object(XElement.Load(reader));
        }
        catch (XmlException malformed)
        {
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
