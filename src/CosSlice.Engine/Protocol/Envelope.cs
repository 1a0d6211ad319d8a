using System.Text;
using CosSlice.Http;

namespace CosSlice.Protocol;

/// <summary>The form of every answer: <c>code</c>, <c>message</c>, <c>request_id</c> and <c>data</c>.</summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6067. An answer that lacks an integer <c>code</c> is none.</remarks>
internal static class Envelope
{
    private const int ShownCharacters = 60;

    /// <summary>The <c>data</c> of an answer that says success.</summary>
    /// <param name="operation">The protocol's op, for messages.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="apiVersion">The generation that answered, 1 or 4: codes mean different things in them.</param>
    /// <exception cref="CosServiceException">The service refused, with a code.</exception>
    /// <exception cref="CosException"><c>InvalidResponse</c>: this is not an answer of the service.</exception>
    public static ServiceAnswer Open(string operation, HttpAnswer answer, int apiVersion = 4)
    {
        if (answer.IsCut)
        {
            throw Invalid(TextFormat.Of(AnswerTexts.TooLong, CosHttp.AnswerMaximum));
        }

        if (answer.IsOfProxy)
        {
            throw Invalid(AnswerTexts.OfProxy);
        }

        JsonObject envelope;
        try
        {
            envelope = JsonObject.Parse(answer.Body, answer.BodyLength);
        }
        catch (FormatException malformed)
        {
            throw Invalid(TextFormat.Of(AnswerTexts.WithBeginning, malformed.Message, Beginning(answer)), malformed);
        }

        string? requestId = envelope.Text("request_id") is { } id ? SafeText.Of(id, SafeText.Most) : answer.Headers?.RequestId;
        int code = envelope.StrictInteger("code") ?? throw Invalid(AnswerTexts.NoCode);
        if (code != 0)
        {
            string message = SafeText.Of(envelope.Text("message") ?? AnswerTexts.NoMessage, SafeText.Most);
            throw ServiceCodes.Refusal(apiVersion, code, answer.Status, requestId, operation, message);
        }

        // A success under a status that says failure contradicts itself: it is not confirmed.
        if (answer.Status is < 200 or > 299)
        {
            throw Invalid(AnswerTexts.StatusContradicts);
        }

        return new ServiceAnswer(operation, answer.Status, requestId, envelope.Object("data"));

        CosException Invalid(string problem, Exception? inner = null)
        {
            CosException invalid = CosErrors.InvalidResponse(operation, answer.Status, answer.Headers?.RequestId, problem, inner);
            invalid.IsTransient = ServiceCodes.IsBusy(answer.Status);
            return invalid;
        }
    }

    private static string Beginning(HttpAnswer answer)
        => SafeText.Of(Encoding.UTF8.GetString(answer.Body, 0, Math.Min(answer.BodyLength, 4 * ShownCharacters)), ShownCharacters);
}
