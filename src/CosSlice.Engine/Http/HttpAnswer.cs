namespace CosSlice.Http;

/// <summary>What came back, as it came.</summary>
internal sealed class HttpAnswer(int status, byte[] body, int bodyLength, AnswerHeaders? headers = null)
{
    public int Status { get; } = status;

    /// <summary>The body's bytes; only the first <see cref="BodyLength"/> count.</summary>
    public byte[] Body { get; } = body;

    public int BodyLength { get; } = bodyLength;

    /// <summary>Whether the body was longer than what is read of one.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether a proxy said so in place of connecting to the service, which heard nothing of the request.</summary>
    public bool IsOfProxy { get; set; }

    /// <summary>What the headers say, where there are any.</summary>
    public AnswerHeaders? Headers { get; } = headers;
}
