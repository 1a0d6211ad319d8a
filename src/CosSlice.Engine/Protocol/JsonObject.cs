using System.Globalization;

namespace CosSlice.Protocol;

/// <summary>
/// A JSON object that was read strictly enough to be trusted: what is missing or of another type is absent, not 0. Of members
/// of one name the first counts.
/// </summary>
internal sealed class JsonObject
{
    private readonly List<KeyValuePair<string, JsonValue>> _members;

    internal JsonObject(List<KeyValuePair<string, JsonValue>> members) => _members = members;

    /// <summary>Reads a text that is one JSON object in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static JsonObject Parse(byte[] text, int length)
    {
        bool hasMark = length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF;
        int start = hasMark ? 3 : 0;
        return JsonReader.ReadObject(text, start, length - start);
    }

    /// <summary>Whether there is such a member, of whatever type.</summary>
    public bool Has(string name) => Member(name) is not null;

    /// <summary>A member that is a number without fraction, or such a number written as a string.</summary>
    public long? Integer(string name) => ToInteger(Member(name)?.Text);

    /// <summary>A member that is a JSON number without fraction.</summary>
    public int? StrictInteger(string name)
        => Member(name) is { Kind: JsonKind.Number } member && ToInteger(member.Text) is long value and >= int.MinValue and <= int.MaxValue
            ? (int)value
            : null;

    /// <summary>A member that is a string.</summary>
    public string? Text(string name) => Member(name) is { Kind: JsonKind.String } member ? member.Text : null;

    /// <summary>A member that is an object.</summary>
    public JsonObject? Object(string name) => Member(name)?.Object;

    /// <summary>The members of an array that are objects; <see langword="null"/> where there is no such array or one of them is none.</summary>
    public IReadOnlyList<JsonObject>? Objects(string name)
    {
        if (Member(name)?.Items is not { } items)
        {
            return null;
        }

        List<JsonObject> objects = new(items.Count);
        foreach (JsonValue item in items)
        {
            if (item.Object is not { } found)
            {
                return null;
            }

            objects.Add(found);
        }

        return objects;
    }

    private JsonValue? Member(string name)
    {
        foreach (KeyValuePair<string, JsonValue> member in _members)
        {
            if (member.Key == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    private static long? ToInteger(string? text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
}
