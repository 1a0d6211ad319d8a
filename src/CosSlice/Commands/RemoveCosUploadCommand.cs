using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Pipeline;

namespace CosSlice.Commands;

/// <summary>Forgets unfinished uploads; what is not known is forgotten already. With -Remote the half objects go too.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "CosUpload",
    DefaultParameterSetName = IdSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveCosUploadCommand : UploadActionCommand
{
    private InspectionRun<CosUploader>? _run;

    /// <summary>Also deletes what the service has of an upload, if it is unfinished and this upload's own. A finished object stays, with a warning.</summary>
    [Parameter]
    public SwitchParameter Remote { get; set; }

    /// <summary>
    /// A one-time signature for the object that -Remote deletes, from New-CosSignature -Once: what -Signature, which it stands beside,
    /// is not allowed to do.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OneTimeSignature { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new InspectionRun<CosUploader>(
            this, this.OrTerminate(CheckedOptions), (options, observer) => new CosUploader(options, observer), Cancellation);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    private protected override void Act(CosUpload upload)
    {
        CosContext target = TargetOf(upload);
        if (Remote && OneTimeSignature is not null)
        {
            target = target.WithOneTimeSignature(OneTimeSignature);
        }

        string action = Remote
            ? TextFormat.Of(ActionTexts.ForgetAndDelete, target, upload.Key)
            : TextFormat.Of(ActionTexts.Forget, target, upload.Key);
        if (!ShouldProcess(upload.LiteralPath, action))
        {
            return;
        }

        _run!.Ask(uploader => Remote
            ? Question.OfAction(uploader.DiscardAsync(target, upload, Cancellation), upload)
            : Question.OfAction(
                uploader.ForgetAsync(upload), upload, TextFormat.Of(CommandTexts.RemoteStays, upload.Key, upload.LiteralPath)));
    }

    private protected override void NotFound(CosException problem) => WriteVerbose(TextFormat.Of(CommandTexts.NothingToForget, problem.Message));

    private protected override bool NeedsService => Remote;

    private protected override IRun? Run => _run;
}
