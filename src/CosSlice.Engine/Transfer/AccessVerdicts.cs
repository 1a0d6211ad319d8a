using System.Collections.Concurrent;
using CosSlice.Protocol;
using CosSlice.Signatures;

namespace CosSlice.Transfer;

/// <summary>
/// What the service says of who sends, and where to: a wrong key or a missing bucket is every file's error, and must not cost a
/// request with its content for each of thousands. Once a request was accepted, a refusal counts for its own file alone.
/// </summary>
internal sealed class AccessVerdicts
{
    // By place and signer. Nothing: a request was accepted.
    private readonly ConcurrentDictionary<string, CosServiceException?> _verdicts = new(StringComparer.Ordinal);

    /// <summary>Keeps a request from being made that would be refused as an earlier one was.</summary>
    /// <exception cref="CosServiceException">What the earlier one was told.</exception>
    public void EnsureNotRefused(CosContext context)
    {
        if (_verdicts.TryGetValue(IdentityOf(context), out CosServiceException? refusal) && refusal is not null)
        {
            throw refusal.ForAnotherFile();
        }
    }

    /// <summary>The service took a request, perhaps one that was under way when another was refused.</summary>
    public void Accept(CosContext context)
        => _ = _verdicts.AddOrUpdate(
            IdentityOf(context), addValue: null, static (_, there) => there is not null && IsOver(there) ? there : null);

    /// <summary>The service refused a request for good.</summary>
    public void Refuse(CosContext context, CosServiceException refusal)
    {
        if (refusal.Operation == UploadProtocol.Delete)
        {
            // Its signature is bound to its object.
        }
        else if (IsOver(refusal))
        {
            // A key signs the next request anew, by the time that was learnt meanwhile; a signature given has no later request.
            if (context.Credential is SignatureCredential)
            {
                _verdicts[IdentityOf(context)] = refusal;
            }
        }
        else if (refusal.Kind == CosErrorKind.Authentication || ServiceCodes.IsPlaceMissing(context.ApiVersion, refusal.Code!.Value))
        {
            _ = _verdicts.TryAdd(IdentityOf(context), refusal);
        }
    }

    // The signature's time is over, or it was good for once.
    private static bool IsOver(CosServiceException refusal) => refusal.Class == RetryClass.SignAgain;

    private static string IdentityOf(CosContext context)
        => string.Join("\n", context.Endpoint!.AbsoluteUri, context.AppId, context.Bucket, context.ApiVersion, context.SecretId);
}
