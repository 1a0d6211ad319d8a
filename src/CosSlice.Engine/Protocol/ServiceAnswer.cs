namespace CosSlice.Protocol;

/// <summary>A confirmed answer. What a step needs of its data is either there or an error.</summary>
internal sealed class ServiceAnswer(string operation, int httpStatus, string? requestId, JsonObject? data)
{
    public string? RequestId { get; } = requestId;

    public JsonObject Data => data ?? throw Invalid(AnswerTexts.NoData);

    public string RequiredText(string name)
        => Data.Text(name) is { Length: > 0 } text ? text : throw Invalid(TextFormat.Of(AnswerTexts.NoMember, name));

    public long RequiredInteger(string name)
        => Data.Integer(name) is long value and >= 0 ? value : throw Invalid(TextFormat.Of(AnswerTexts.NoMember, name));

    /// <summary>Compares a member with what the request said.</summary>
    public void RequireEcho(string name, long expected)
    {
        long answered = RequiredInteger(name);
        if (answered != expected)
        {
            throw Invalid(TextFormat.Of(AnswerTexts.OtherNumber, name, answered, expected));
        }
    }

    /// <summary>Compares a member with what the request said.</summary>
    public void RequireEcho(string name, string expected)
    {
        if (!string.Equals(RequiredText(name), expected, StringComparison.Ordinal))
        {
            throw Invalid(TextFormat.Of(AnswerTexts.OtherText, name));
        }
    }

    public CosException Invalid(string problem) => CosErrors.InvalidResponse(operation, httpStatus, RequestId, problem);
}
