namespace CosSlice;

/// <summary>An upload failed, or cannot begin. <see cref="ErrorId"/> is stable; the message is for people.</summary>
public class CosException : Exception
{
    internal CosException(
        string errorId, CosErrorKind kind, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        RecommendedAction = recommendedAction;
    }

    /// <summary>A stable PascalCase word with no data in it, such as <c>SourceChanged</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The class of the error.</summary>
    public CosErrorKind Kind { get; }

    /// <summary>What the user can do about it, as a sentence.</summary>
    public string? RecommendedAction { get; }

    /// <summary>Whether the same upload may succeed later without any change.</summary>
    public bool IsTransient { get; internal set; }

    /// <summary>The service's negative code, where the service answered with one.</summary>
    public int? Code { get; internal set; }

    /// <summary>The HTTP status of the answer, where there was one.</summary>
    public int? HttpStatus { get; internal set; }

    /// <summary>The service's id of the request, where it sent one.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The upload that failed, as far as it came.</summary>
    public CosUpload? Upload { get; internal set; }

    /// <summary>The same error as that of a file that was not sent because of it.</summary>
    internal virtual CosException ForAnotherFile() => new(ErrorId, Kind, TextFormat.Of(ErrorTexts.RefusedForAnother, Message), RecommendedAction)
    {
        Code = Code,
        HttpStatus = HttpStatus,
        RequestId = RequestId,
    };
}
