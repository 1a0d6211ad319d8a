using System.Globalization;

namespace CosSlice.Protocol;

/// <summary>
/// A JSON object that was read strictly enough to be trusted: what is missing or of another type is absent, not 0. Of members
/// of one name the first counts.
/// </summary>
internal sealed class JsonObject
{
    // Linked, not listed: a list of structures is code of its own, which a young process runs unoptimised for every small file's answer.
    private JsonMember? _first;
    private JsonMember? _last;

    /// <summary>Reads a text that is one JSON object in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static JsonObject Parse(byte[] text, int length)
    {
        bool hasMark = length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF;
        int start = hasMark ? 3 : 0;
        return PlainJson.ReadObject(text, start, length - start) ?? JsonReader.ReadObject(text, start, length - start);
    }

    /// <summary>Adds a member that was read.</summary>
    public void Add(string name, JsonValue value)
    {
        JsonMember member = new(name, value);
        if (_last is null)
        {
            _first = member;
        }
        else
        {
            _last.Next = member;
        }

        _last = member;
    }

    /// <summary>Whether there is such a member, of whatever type.</summary>
    public bool Has(string name) => Member(name) is not null;

    /// <summary>A member that is a number without fraction, or such a number written as a string.</summary>
    public long? Integer(string name) => ToInteger(Member(name)?.Value.Text);

    /// <summary>A member that is a JSON number without fraction.</summary>
    public int? StrictInteger(string name)
        => Member(name) is { Value: { Kind: JsonKind.Number } number } && ToInteger(number.Text) is long value and >= int.MinValue and <= int.MaxValue
            ? (int)value
            : null;

    /// <summary>A member that is a string.</summary>
    public string? Text(string name) => Member(name) is { Value: { Kind: JsonKind.String } text } ? text.Text : null;

    /// <summary>A member that is an object.</summary>
    public JsonObject? Object(string name) => Member(name)?.Value.Object;

    /// <summary>The members of an array that are objects; <see langword="null"/> where there is no such array or one of them is none.</summary>
    public IReadOnlyList<JsonObject>? Objects(string name)
    {
        if (Member(name)?.Value.Items is not { } items)
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

    private JsonMember? Member(string name)
    {
        JsonMember? member = _first;
        while (member is not null && member.Name != name)
        {
            member = member.Next;
        }

        return member;
    }

    private static long? ToInteger(string? text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
}
