using System.Management.Automation;
using CosSlice.Signatures;

namespace CosSlice.Contexts;

/// <summary>Takes a PSCredential apart into what the engine's context has; the password stays sealed.</summary>
internal static class CredentialParts
{
    /// <exception cref="CosException">A part is malformed.</exception>
    public static CosContext Create(
        string? appId, string? bucket, string? region, Uri? endpoint, PSCredential? credential, int? apiVersion)
    {
        // An empty credential has neither name nor password, and is still one that was given: the engine says what it lacks.
        KeyCredential? signer = credential is null ? null : KeyCredential.Create(credential.UserName, credential.Password, "Parameter");
        return new CosContext(appId, bucket, region, endpoint, apiVersion, signer);
    }
}
