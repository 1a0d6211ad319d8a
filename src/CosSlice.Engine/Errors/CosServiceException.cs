using CosSlice.Protocol;

namespace CosSlice;

/// <summary>The service refused a request with a code of its own.</summary>
public sealed class CosServiceException : CosException
{
    internal CosServiceException(
        int code, int httpStatus, string? requestId, string operation, string serviceMessage, ErrorEntry meaning)
        : base("CosServiceError", meaning.Kind, Describe(code, httpStatus, requestId, operation, serviceMessage), meaning.Advice)
    {
        Code = code;
        HttpStatus = httpStatus;
        RequestId = requestId;
        Operation = operation;
        ServiceMessage = serviceMessage;
        Class = meaning.Class;
        MayHaveActed = meaning.MayHaveActed;
        IsTransient = meaning.IsTransient;
    }

    /// <summary>The protocol's <c>op</c> of the request that was refused.</summary>
    public string Operation { get; }

    /// <summary>The <c>message</c> of the answer, as the service sent it, on one line and cut to 500 characters.</summary>
    public string ServiceMessage { get; }

    /// <summary>What the refusal means for the request and its upload.</summary>
    internal RetryClass Class { get; }

    /// <summary>Whether the service may have carried the request out all the same.</summary>
    internal bool MayHaveActed { get; }

    private static string Describe(int code, int httpStatus, string? requestId, string operation, string serviceMessage)
        => requestId is null
            ? TextFormat.Of(ErrorTexts.Refused, operation, code, serviceMessage, httpStatus)
            : TextFormat.Of(ErrorTexts.RefusedWithId, operation, code, serviceMessage, httpStatus, requestId);
}
