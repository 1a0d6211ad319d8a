using System.Management.Automation;
using CosSlice.Progress;

namespace CosSlice.Commands;

/// <summary>Takes the last step of uploads whose bytes are all there, and nothing else. What is finished already returns its result.</summary>
[Cmdlet(
    VerbsLifecycle.Complete,
    "CosUpload",
    DefaultParameterSetName = IdSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CosFile))]
public sealed class CompleteCosUploadCommand : UploadTransferCommand
{
    private protected override string Action(CosUpload upload, CosContext target) => TextFormat.Of(ActionTexts.Complete, target, upload.Key);

    private protected override string Line(CosUpload upload, CosContext target) => Milestones.Completing(upload, target);

    private protected override UploadHandle Start(CosUploader uploader, CosContext target, CosUpload upload, CancellationToken stop)
        => uploader.Complete(target, upload, stop);
}
