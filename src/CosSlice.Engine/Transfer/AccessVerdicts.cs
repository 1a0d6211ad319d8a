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
    private readonly ConcurrentDictionary<string, CosException?> _verdicts = new(StringComparer.Ordinal);

    /// <summary>Keeps a request from being made that would be refused as an earlier one was.</summary>
    /// <exception cref="CosException">What the earlier one was told.</exception>
    public void EnsureNotRefused(CosContext context)
    {
        if (_verdicts.TryGetValue(context.PlaceAndSigner, out CosException? refusal) && refusal is not null)
        {
            throw refusal.ForAnotherFile();
        }
    }

    /// <summary>The service took a request, perhaps one that was under way when another was refused.</summary>
    public void Accept(CosContext context)
    {
        string identity = context.PlaceAndSigner;
        if (!_verdicts.TryGetValue(identity, out CosException? known) || known is not null)
        {
            _ = _verdicts.AddOrUpdate(identity, addValue: null, static (_, there) => there is not null && IsOver(there) ? there : null);
        }
    }

    /// <summary>A request failed for good.</summary>
    public void Refuse(CosContext context, CosException refusal)
    {
        if (refusal is CosServiceException { Operation: UploadProtocol.Delete })
        {
            // Its signature is bound to its object.
        }
        else if (IsOver(refusal))
        {
            // A key signs the next request anew, by the time that was learnt meanwhile; a signature given has no later request.
            if (context.Credential is SignatureCredential)
            {
                _verdicts[context.PlaceAndSigner] = refusal;
            }
        }
        else if (IsOfAll(context, refusal))
        {
            _ = _verdicts.TryAdd(context.PlaceAndSigner, refusal);
        }
    }

    // A proxy that does not take a password is asked once: thousands of wrong ones would lock its owner out.
    private static bool IsOfAll(CosContext context, CosException refusal)
        => refusal is CosServiceException told
            ? told.Kind == CosErrorKind.Authentication || ServiceCodes.IsPlaceMissing(context.ApiVersion, told.Code!.Value)
            : refusal is { Kind: CosErrorKind.InvalidResponse, HttpStatus: ServiceCodes.ProxyAuthenticationRequired };

    // The signature's time is over, or it was good for once.
    private static bool IsOver(CosException refusal) => refusal is CosServiceException { Class: RetryClass.SignAgain };
}
