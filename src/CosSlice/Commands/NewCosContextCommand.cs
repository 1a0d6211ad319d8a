using System.Management.Automation;
using CosSlice.Contexts;
using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>
/// Makes a context from parameters; what they lack comes from the session's context and then from the environment, as it
/// would for a command without a context, and may stay open.
/// </summary>
[Cmdlet(VerbsCommon.New, "CosContext")]
[OutputType(typeof(CosContext))]
public sealed class NewCosContextCommand : ConnectionCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(this.OrTerminate(() => ContextLayers.Resolve(OwnParts(), SessionContext.Current)));
}
