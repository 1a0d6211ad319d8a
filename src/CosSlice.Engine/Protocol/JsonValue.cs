namespace CosSlice.Protocol;

/// <summary>A value of a JSON text.</summary>
internal readonly struct JsonValue
{
    private JsonValue(JsonKind kind, object? content)
    {
        Kind = kind;
        Content = content;
    }

    /// <summary><c>null</c>, <c>true</c> or <c>false</c>: none of the answers or records has a use for them.</summary>
    public static JsonValue Word { get; } = new(JsonKind.Word, null);

    /// <summary>What it is.</summary>
    public JsonKind Kind { get; }

    /// <summary>The text of a string, or of a number as it is written; what it is not is <see langword="null"/>.</summary>
    public string? Text => Content as string;

    /// <summary>The object that it is.</summary>
    public JsonObject? Object => Content as JsonObject;

    /// <summary>The items of the array that it is.</summary>
    public List<JsonValue>? Items => Content as List<JsonValue>;

    private object? Content { get; }

    public static JsonValue Number(string text) => new(JsonKind.Number, text);

    public static JsonValue String(string text) => new(JsonKind.String, text);

    public static JsonValue Of(JsonObject members) => new(JsonKind.Object, members);

    public static JsonValue Of(List<JsonValue> items) => new(JsonKind.Array, items);
}
