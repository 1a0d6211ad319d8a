using System.Management.Automation;
using CosSlice.Contexts;
using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>Shows the context that commands of this session use: what Set-CosContext set, over the environment.</summary>
[Cmdlet(VerbsCommon.Get, "CosContext")]
[OutputType(typeof(CosContext))]
public sealed class GetCosContextCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(this.OrTerminate(() => ContextLayers.Resolve(SessionContext.Current)));
}
