using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Xml;
using System.Xml.Linq;

namespace CosSlice.Protocol;

/// <summary>A JSON object that was read strictly enough to be trusted: what is missing or of another type is absent, not 0.</summary>
internal sealed class JsonObject
{
    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = JsonShape.MaximumDepth,
        MaxStringContentLength = Http.CosHttp.AnswerMaximum,
        MaxArrayLength = Http.CosHttp.AnswerMaximum,
        MaxBytesPerRead = Http.CosHttp.AnswerMaximum,
        MaxNameTableCharCount = Http.CosHttp.AnswerMaximum,
    };

    private readonly XElement _element;

    private JsonObject(XElement element) => _element = element;

    /// <summary>Reads a text that is one JSON object in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static JsonObject Parse(byte[] text, int length)
    {
        bool hasMark = length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF;
        int start = hasMark ? 3 : 0;
        if (!JsonShape.IsOneObject(text, start, length - start))
        {
            throw new FormatException(AnswerTexts.NotOneObject);
        }

        try
        {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(
                text, start, length - start, System.Text.Encoding.UTF8, Quotas, onClose: null);
            XElement element = XElement.Load(reader);
            return new JsonObject(element);
        }
        catch (XmlException malformed)
        {
            throw new FormatException(AnswerTexts.NotJson, malformed);
        }
    }

    /// <summary>Whether there is such a member, of whatever type.</summary>
    public bool Has(string name) => Member(name) is not null;

    /// <summary>A member that is a number without fraction, or such a number written as a string.</summary>
    public long? Integer(string name)
        => Member(name) is { } member && TypeOf(member) is "number" or "string" ? ToInteger(member) : null;

    /// <summary>A member that is a JSON number without fraction.</summary>
    public int? StrictInteger(string name)
        => Member(name) is { } member && TypeOf(member) == "number" && ToInteger(member) is long value and >= int.MinValue and <= int.MaxValue
            ? (int)value
            : null;

    /// <summary>A member that is a string.</summary>
    public string? Text(string name) => Member(name) is { } member && TypeOf(member) == "string" ? member.Value : null;

    /// <summary>A member that is an object.</summary>
    public JsonObject? Object(string name) => Member(name) is { } member && TypeOf(member) == "object" ? new JsonObject(member) : null;

    /// <summary>The members of an array that are objects; <see langword="null"/> where there is no such array or one of them is none.</summary>
    public IReadOnlyList<JsonObject>? Objects(string name)
    {
        if (Member(name) is not { } member || TypeOf(member) != "array")
        {
            return null;
        }

        List<JsonObject> items = [];
        foreach (XElement item in member.Elements())
        {
            if (TypeOf(item) != "object")
            {
                return null;
            }

            items.Add(new JsonObject(item));
        }

        return items;
    }

    private XElement? Member(string name) => _element.Element(name);

    private static string TypeOf(XElement element) => element.Attribute("type")?.Value ?? "string";

    private static long? ToInteger(XElement element)
        => long.TryParse(element.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
}
