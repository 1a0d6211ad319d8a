using System.Management.Automation;
using CosSlice.Contexts;
using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>Sets the context that commands of this session (this runspace, in this process) start from.</summary>
/// <remarks>
/// A whole context replaces what was set; single parts change those parts alone. Nothing is written to disk.
/// </remarks>
[Cmdlet(VerbsCommon.Set, "CosContext", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(CosContext))]
public sealed class SetCosContextCommand : ConnectionCommand
{
    private CosContext? _result;

    /// <summary>A context from New-CosContext; it replaces the whole, and single parts given beside it win.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ContextTransformation]
    public CosContext? Context { get; set; }

    /// <summary>Forgets what was set before.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>Returns what is set afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CosContext own = this.OrTerminate(OwnParts);
        if (Context is null && !Clear && ContextLayers.IsEmpty(own))
        {
            this.OrTerminate<CosContext>(() => throw InputErrors.NothingToSet());
        }

        CosContext? below = Context ?? (Clear ? null : SessionContext.Current);
        CosContext next = CosContext.Merge(own, below);
        bool empty = ContextLayers.IsEmpty(next);
        if (ShouldProcess(ActionTexts.ThisSession, empty ? ActionTexts.ForgetContext : TextFormat.Of(ActionTexts.SetContext, next)))
        {
            SessionContext.Current = empty ? null : next;
            _result = next;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (PassThru && _result is not null)
        {
            WriteObject(_result);
        }
    }
}
