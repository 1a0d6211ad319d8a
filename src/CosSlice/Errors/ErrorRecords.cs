using System.Management.Automation;
using CosSlice.Commands;

namespace CosSlice.Errors;

/// <summary>Turns errors of the engine into what PowerShell shows, filters and catches.</summary>
internal static class ErrorRecords
{
    /// <summary>The id of an error that nobody foresaw.</summary>
    public const string Unexpected = "UnexpectedError";

    /// <summary>Makes the record of an error that the engine named.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="target">What it happened to, where the error carries no upload.</param>
    public static ErrorRecord From(CosException exception, object? target)
    {
        return new ErrorRecord(exception, exception.ErrorId, CategoryOf(exception.Kind), (object?)exception.Upload ?? target ?? MissingPart(exception.ErrorId))
        {
            ErrorDetails = new ErrorDetails(ErrorText.Describe(exception.Message, PathOf(exception, target)))
            {
                // PowerShell shows it below the message.
                RecommendedAction = exception.RecommendedAction ?? string.Empty,
            },
        };
    }

    /// <summary>Makes the record of whatever ended an upload.</summary>
    public static ErrorRecord From(Exception exception, object? target)
    {
        return exception is CosException known
            ? From(known, target)
            : new ErrorRecord(exception, Unexpected, ErrorCategory.NotSpecified, target)
            {
                ErrorDetails = new ErrorDetails(
                    ErrorText.Describe($"{exception.Message} ({exception.GetType().Name})", PathOf(null, target)))
                {
                    RecommendedAction = InputTexts.ReportAdvice,
                },
            };
    }

    private static ErrorCategory CategoryOf(CosErrorKind kind) => kind switch
    {
        CosErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        CosErrorKind.Authentication => ErrorCategory.AuthenticationError,
        CosErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        CosErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        CosErrorKind.Exists => ErrorCategory.ResourceExists,
        CosErrorKind.SourceUnreadable => ErrorCategory.ReadError,
        CosErrorKind.SourceChanged => ErrorCategory.InvalidData,
        CosErrorKind.LimitsExceeded => ErrorCategory.LimitsExceeded,
        CosErrorKind.Connection => ErrorCategory.ConnectionError,
        CosErrorKind.InvalidResponse => ErrorCategory.ProtocolError,
        CosErrorKind.Integrity => ErrorCategory.InvalidResult,
        CosErrorKind.InvalidOperation => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };

    // A wrong set-up has no file: its target is the name of the parameter that would mend it.
    private static string? MissingPart(string errorId) => errorId switch
    {
        "CosCredentialMissing" => nameof(ConnectionCommand.Credential),
        "CosAppIdMissing" => nameof(ConnectionCommand.AppId),
        "CosBucketMissing" => nameof(ConnectionCommand.Bucket),
        "CosEndpointMissing" => nameof(ConnectionCommand.Region),
        "SignatureExpired" or "InvalidSignature" => nameof(ConnectionCommand.Signature),
        _ => null,
    };

    private static string? PathOf(CosException? exception, object? target)
        => (exception?.Upload ?? target as CosUpload)?.LiteralPath ?? target as string;
}
