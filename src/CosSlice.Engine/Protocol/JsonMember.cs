namespace CosSlice.Protocol;

/// <summary>One member of an object, and the one that follows it.</summary>
internal sealed class JsonMember(string name, JsonValue value)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its value.</summary>
    public JsonValue Value { get; } = value;

    /// <summary>The next member of the same object, in the order of the text.</summary>
    public JsonMember? Next { get; set; }
}
