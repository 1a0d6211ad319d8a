using System.Text;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Signatures;

/// <summary>Which kinds of signature an operation takes (cloud.tencent.com/document/product/436/6054).</summary>
internal enum SignatureKind
{
    /// <summary>Multi-effect: upload by slices, stat and list.</summary>
    Multi,

    /// <summary>One-time and bound to the file: delete, update, move and copy.</summary>
    Once,

    /// <summary>Both: a simple upload.</summary>
    Either,

    /// <summary>None: reading an object of a public bucket.</summary>
    None,
}

/// <summary>Decides whether a request's signature lets it through.</summary>
internal sealed class SignatureCheck(EmulatorOptions options, UsedSignatures used)
{
    // Error -53 says "at most one month", the signature page three months; the shorter one holds.
    private const double LongestPeriod = 30 * 24 * 3600;

    /// <summary>Everything that can be said before the operation is known.</summary>
    public Signature Authenticate(string? text, RequestTarget target)
    {
        bool v1 = target.Version == ApiVersion.V1;
        Signature signature = Signature.Parse(text, v1 ? CosCode.SignatureMalformedV1 : CosCode.SignatureMalformed);
        if (signature.AppId != target.AppId)
        {
            throw new RefusedException(CosCode.AppIdMismatch, "the signature's app id is not the request's");
        }

        if (options.Accounts.All(account => account.AppId != target.AppId))
        {
            throw new RefusedException(v1 ? CosCode.AppIdUnknownV1 : CosCode.AppIdUnknown, "the app id is not known");
        }

        EmulatorAccount? account = options.Accounts.FirstOrDefault(a => a.SecretId == signature.SecretId)
            ?? throw new RefusedException(v1 ? CosCode.SecretIdUnknownV1 : CosCode.SecretIdUnknown, "the SecretId is not known");
        if (account.AppId != signature.AppId)
        {
            throw new RefusedException(
                v1 ? CosCode.SecretIdOfOtherAppIdV1 : CosCode.SecretIdOfOtherAppId, "the SecretId belongs to another app id");
        }

        if (!signature.IsSignedWith(account.SecretKey))
        {
            throw new RefusedException(CosCode.SignatureWrong, "the signature was not made with the SecretId's key");
        }

        CheckTime(signature);
        if (signature.Bucket != target.Bucket)
        {
            throw new RefusedException(CosCode.BucketMismatch, "the signature's bucket is not the request's");
        }

        CheckFileId(signature, target);
        return signature;
    }

    /// <summary>Whether the signature is of the kind that the operation takes; a one-time one is used up.</summary>
    public void Authorize(Signature signature, SignatureKind kind)
    {
        // The examples of the delete, copy and move pages have multi-effect signatures in spite of their text, and some
        // clients have no other.
        if (kind == SignatureKind.Once && !signature.IsOneTime && options.Profile == EmulatorProfile.Strict)
        {
            throw new RefusedException(CosCode.OnceNeedsZeroExpiry, "this operation takes a one-time signature (e=0)");
        }

        if (kind == SignatureKind.Multi && signature.IsOneTime)
        {
            throw new RefusedException(CosCode.MultiNeedsExpiry, "this operation takes a multi-effect signature (e is not 0)");
        }

        if (signature.IsOneTime && !used.TryUse(signature))
        {
            throw new RefusedException(CosCode.SignatureReused, "this one-time signature was used before");
        }
    }

    private void CheckTime(Signature signature)
    {
        if (signature.IsOneTime)
        {
            return;
        }

        double now = options.ServiceClock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (now > signature.Expires)
        {
            throw new RefusedException(CosCode.SignatureExpired, "the signature has expired");
        }

        if (options.Profile == EmulatorProfile.Strict && signature.Expires - signature.Issued > LongestPeriod)
        {
            throw new RefusedException(CosCode.PeriodTooLong, "the signature is valid for more than 30 days");
        }
    }

    private void CheckFileId(Signature signature, RequestTarget target)
    {
        if (signature.FileId.Length == 0)
        {
            if (signature.IsOneTime)
            {
                throw new RefusedException(CosCode.OnceNeedsFileId, "a one-time signature names the file (f)");
            }

            return;
        }

        // Clients escape different characters, so what counts is the decoded id; but it has to be an escaped one.
        bool escaped = options.Profile == EmulatorProfile.Lenient
            || !signature.FileId.AsSpan().ContainsAnyExceptInRange('!', '~');
        if (!escaped || !RequestTarget.TryDecode(signature.FileId, out byte[]? bytes))
        {
            throw new RefusedException(CosCode.FileIdMismatch, "the signature's file id is not percent-encoded");
        }

        string fileId = Encoding.UTF8.GetString(bytes);

        // Some SDKs bind multi-effect signatures too; there the id may also be a prefix.
        bool covers = signature.IsOneTime
            ? target.FileId.Equals(fileId, StringComparison.Ordinal)
            : target.FileId.StartsWith(fileId, StringComparison.Ordinal);
        if (!covers)
        {
            throw new RefusedException(CosCode.FileIdMismatch, "the signature's file id is not the request's");
        }
    }
}
