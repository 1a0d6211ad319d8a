using CosSlice.Protocol;

namespace CosSlice;

/// <summary>The service refused a request with a code of its own.</summary>
public sealed class CosServiceException : CosException
{
    private readonly ErrorEntry _meaning;

    internal CosServiceException(
        int code, int httpStatus, string? requestId, string operation, string serviceMessage, ErrorEntry meaning)
        : this(code, httpStatus, requestId, operation, serviceMessage, meaning, Describe(code, httpStatus, requestId, operation, serviceMessage))
    {
    }

    private CosServiceException(
        int code, int httpStatus, string? requestId, string operation, string serviceMessage, ErrorEntry meaning, string text)
        : base("CosServiceError", meaning.Kind, text, meaning.Advice)
    {
        _meaning = meaning;
        Code = code;
        HttpStatus = httpStatus;
        RequestId = requestId;
        Operation = operation;
        ServiceMessage = serviceMessage;
        IsTransient = meaning.IsTransient;
    }

    /// <summary>The protocol's <c>op</c> of the request that was refused.</summary>
    public string Operation { get; }

    /// <summary>The <c>message</c> of the answer, as the service sent it, on one line and cut to 500 characters.</summary>
    public string ServiceMessage { get; }

    /// <summary>What the refusal means for the request and its upload.</summary>
    internal RetryClass Class => _meaning.Class;

    /// <summary>Whether the service may have carried the request out all the same.</summary>
    internal bool MayHaveActed => _meaning.MayHaveActed;

    internal override CosException ForAnotherFile() => new CosServiceException(
        Code!.Value, HttpStatus!.Value, RequestId, Operation, ServiceMessage, _meaning,
        TextFormat.Of(ErrorTexts.RefusedForAnother, Message));

    private static string Describe(int code, int httpStatus, string? requestId, string operation, string serviceMessage)
        => requestId is null
            ? TextFormat.Of(ErrorTexts.Refused, operation, code, serviceMessage, httpStatus)
            : TextFormat.Of(ErrorTexts.RefusedWithId, operation, code, serviceMessage, httpStatus, requestId);
}
