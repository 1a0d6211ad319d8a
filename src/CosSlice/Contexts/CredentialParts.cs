using System.Management.Automation;

namespace CosSlice.Contexts;

/// <summary>Takes a PSCredential apart into what the engine's context has.</summary>
internal static class CredentialParts
{
    /// <exception cref="CosException">A part is malformed.</exception>
    public static CosContext Create(
        string? appId, string? bucket, string? region, Uri? endpoint, PSCredential? credential, int? apiVersion)
    {
        // An empty credential has neither name nor password, and is still one that was given: the engine says what it lacks.
        string? secretId = credential is null ? null : credential.UserName ?? string.Empty;
        string? secretKey = credential?.UserName is null ? secretId : credential.GetNetworkCredential().Password;
        return CosContext.Create(appId, bucket, region, endpoint, secretId, secretKey, apiVersion: apiVersion);
    }
}
