using System.Buffers;
using System.Text.Json;

namespace CosSlice.Emulator.Answers;

/// <summary>An answer in the service's envelope: code, message, request_id and data.</summary>
internal sealed class Answer
{
    private readonly Action<Utf8JsonWriter>? _data;

    private Answer(int code, int httpStatus, string message, Action<Utf8JsonWriter>? data)
    {
        Code = code;
        HttpStatus = httpStatus;
        Message = message;
        _data = data;
    }

    public int Code { get; }

    public int HttpStatus { get; }

    public string Message { get; }

    /// <summary>What the object was that the answer is about, for the log alone; null where that is no question.</summary>
    public string? Note { get; private init; }

    /// <summary>Success with the members that <paramref name="data"/> writes into the data object.</summary>
    public static Answer Success(Action<Utf8JsonWriter>? data = null) =>
        new(CosCode.Success, 200, CodeTable.Lookup(CosCode.Success).Name, data);

    /// <summary>The same answer about an object that is finished, or an upload that is not.</summary>
    public Answer About(bool finished) => new(Code, HttpStatus, Message, _data) { Note = finished ? "finished" : "unfinished" };

    /// <summary>An answer of any code, status and message, without data.</summary>
    public static Answer Of(int code, int httpStatus, string message) => new(code, httpStatus, message, null);

    /// <summary>The answer to a refused request.</summary>
    public static Answer Refusal(RefusedException refused)
    {
        (int http, string name) = CodeTable.Lookup(refused.Code);
        string message = refused.Detail is null ? name : $"{name}: {refused.Detail}";
        return new Answer(refused.Code, refused.HttpStatus ?? http, message, refused.AnswerData);
    }

    /// <summary>The envelope as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> ToJson(string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("code", Code);
            json.WriteString("message", Message);
            json.WriteString("request_id", requestId);
            json.WriteStartObject("data");
            _data?.Invoke(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
