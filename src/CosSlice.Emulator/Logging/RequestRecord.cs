namespace CosSlice.Emulator;

/// <summary>One request as the emulator saw it.</summary>
public sealed record RequestRecord
{
    /// <summary>When the answer was ready.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The value of op; null where there was none, or where the request was refused before it was read.</summary>
    public string? Op { get; init; }

    /// <summary>The bucket, or null where the target could not be read.</summary>
    public string? Bucket { get; init; }

    /// <summary>The decoded key, or null where the target could not be read.</summary>
    public string? Key { get; init; }

    /// <summary>The offset field, bytes; null where there was none.</summary>
    public long? Offset { get; init; }

    /// <summary>Bytes of filecontent; null where there was none.</summary>
    public long? DataLength { get; init; }

    /// <summary>The HTTP status of the answer; 0 when the client was gone before it could be answered.</summary>
    public required int HttpStatus { get; init; }

    /// <summary>The code of the envelope; null for an answer without one.</summary>
    public int? Code { get; init; }

    /// <summary>The message of the envelope, or what became of the request.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whether what was asked about, finished or deleted is an object ("finished") or an upload ("unfinished"); null elsewhere.</summary>
    public string? Note { get; init; }

    /// <summary>The id in the answer's x-cos-request-id.</summary>
    public required string RequestId { get; init; }

    /// <summary>From the request's headers to the answer.</summary>
    public TimeSpan Elapsed { get; init; }
}
