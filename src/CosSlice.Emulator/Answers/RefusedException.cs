using System.Text.Json;

namespace CosSlice.Emulator.Answers;

/// <summary>A request is refused with one of the service's codes.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException(int code, string? detail = null, Exception? cause = null)
        : base(detail, cause)
    {
        Code = code;
        Detail = detail;
    }

    /// <summary>The service's code, one of <see cref="CosCode"/>.</summary>
    public int Code { get; }

    /// <summary>What was wrong, for the person who reads the message.</summary>
    public string? Detail { get; }

    /// <summary>What the answer carries all the same; nothing for most.</summary>
    public Action<Utf8JsonWriter>? AnswerData { get; init; }

    /// <summary>A status that differs from the code's own, such as 411 for a body without a length.</summary>
    public int? HttpStatus { get; init; }
}
