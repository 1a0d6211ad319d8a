using System.Management.Automation;
using CosSlice.Completers;
using CosSlice.Contexts;
using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>The parameters that say who uploads, and where to.</summary>
public abstract class ConnectionCommand : PSCmdlet
{
    /// <summary>The account's app id: decimal digits.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? AppId { get; set; }

    /// <summary>The bucket's name without the app id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? Bucket { get; set; }

    /// <summary>The region, as the JSON API (<c>sh</c>) or the XML API (<c>ap-shanghai</c>) names it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public virtual string? Region { get; set; }

    /// <summary>The address of the service, where it isn't a region's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual Uri? Endpoint { get; set; }

    /// <summary>The generation of the JSON API: 4 (files/v2), the default, or 1 (files/v1).</summary>
    [Parameter]
    [ValidateSet("1", "4")]
    public virtual int ApiVersion { get; set; }

    // Not [Credential]: that attribute prompts for what is missing, which would hang a scheduled task.

    /// <summary>The SecretId as user name and the SecretKey as password.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>A multi-effect signature from New-CosSignature, in place of a credential; app id and bucket are read from it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Signature { get; set; }

    /// <summary>The parts that were given as parameters.</summary>
    /// <exception cref="CosException">A part is malformed, or there is both a key and a signature.</exception>
    private protected CosContext OwnParts()
    {
        int? apiVersion = ApiVersion == 0 ? null : ApiVersion;
        if (Signature is not null)
        {
            return Credential is null
                ? CosContext.CreateWithSignature(Signature, AppId, Bucket, Region, OwnEndpoint, apiVersion)
                : throw InputErrors.TwoWaysToSign();
        }

        return CredentialParts.Create(AppId, Bucket, Region, OwnEndpoint, Credential, apiVersion);
    }

    /// <summary>The endpoint that counts: with the region it is one part of the place.</summary>
    private protected virtual Uri? OwnEndpoint => Endpoint;
}
