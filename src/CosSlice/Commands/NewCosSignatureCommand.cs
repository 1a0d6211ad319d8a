using System.Management.Automation;
using CosSlice.Contexts;
using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>
/// Makes a signature where the key is, for use where it is not: a multi-effect one for any number of requests to the bucket
/// until it expires, or a one-time one that is bound to one object and good for one change of it. Nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.New, "CosSignature", DefaultParameterSetName = MultiEffectSet)]
[OutputType(typeof(string))]
public sealed class NewCosSignatureCommand : PSCmdlet
{
    private const string MultiEffectSet = "MultiEffect";
    private const string OnceSet = "Once";

    /// <summary>How long the signature is good for: at most 30 days.</summary>
    [Parameter(ParameterSetName = MultiEffectSet)]
    public TimeSpan ValidFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Makes a one-time signature, such as deleting an object needs.</summary>
    [Parameter(ParameterSetName = OnceSet, Mandatory = true)]
    public SwitchParameter Once { get; set; }

    /// <summary>The object that a one-time signature is bound to.</summary>
    [Parameter(ParameterSetName = OnceSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Key { get; set; } = string.Empty;

    /// <summary>A context from New-CosContext; parameters beside it win over its parts.</summary>
    [Parameter]
    [ValidateNotNull]
    [ContextTransformation]
    public CosContext? Context { get; set; }

    // A piped object says which bucket its key is in: a signature for the same key elsewhere would only be refused later.

    /// <summary>The account's app id: decimal digits.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? AppId { get; set; }

    /// <summary>The bucket's name without the app id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The SecretId as user name and the SecretKey as password.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(this.OrTerminate(() =>
    {
        CosContext own = CredentialParts.Create(AppId, Bucket, region: null, endpoint: null, Credential, apiVersion: null);
        CosContext signer = ContextLayers.Resolve(own, Context, SessionContext.Current);
        return Once
            ? CosSignature.OneTime(signer, ObjectKey.Create(ObjectKey.Normalize(Key)))
            : CosSignature.MultiEffect(signer, ValidFor);
    }));
}
