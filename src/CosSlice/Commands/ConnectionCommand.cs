using System.Management.Automation;

namespace CosSlice.Commands;

/// <summary>The parameters that say who uploads, and where to.</summary>
public abstract class ConnectionCommand : PSCmdlet
{
    /// <summary>The account's app id: decimal digits.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AppId { get; set; }

    /// <summary>The bucket's name without the app id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The region, as the JSON API (<c>sh</c>) or the XML API (<c>ap-shanghai</c>) names it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The address of the service, where it isn't a region's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    // Not [Credential]: that attribute prompts for what is missing, which would hang a scheduled task.

    /// <summary>The SecretId as user name and the SecretKey as password.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The parts that were given as parameters.</summary>
    /// <exception cref="CosException">A part is malformed.</exception>
    private protected CosContext OwnParts()
    {
        if (Credential is null)
        {
            return CosContext.Create(AppId, Bucket, Region, Endpoint);
        }

        // An empty credential has neither name nor password, and is still one that was given: the engine says what it lacks.
        return Credential.UserName is string secretId
            ? CosContext.Create(AppId, Bucket, Region, Endpoint, secretId, Credential.GetNetworkCredential().Password)
            : CosContext.Create(AppId, Bucket, Region, Endpoint, string.Empty, string.Empty);
    }
}
