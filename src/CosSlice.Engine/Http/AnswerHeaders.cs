using System.Net.Http.Headers;

namespace CosSlice.Http;

/// <summary>What the headers of an answer say. They are read where it matters: of most answers the body says it all.</summary>
/// <param name="headers">The headers.</param>
/// <param name="clock">The time by which a date is turned into a time from now.</param>
internal sealed class AnswerHeaders(HttpResponseHeaders headers, Clock clock)
{
    /// <summary><c>x-cos-request-id</c>.</summary>
    public string? RequestId
        => headers.TryGetValues("x-cos-request-id", out IEnumerable<string>? values) && values.FirstOrDefault() is { } id
            ? SafeText.Of(id, SafeText.Most)
            : null;

    /// <summary>Retry-After as a time from now.</summary>
    public TimeSpan? RetryAfter
        => headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date } => date - clock.UtcNow,
            _ => null,
        };

    /// <summary>Date: the service's time, in whole seconds.</summary>
    public DateTimeOffset? ServerTime => headers.Date;
}
