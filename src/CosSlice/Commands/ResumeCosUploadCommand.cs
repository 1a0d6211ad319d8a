using System.Management.Automation;
using CosSlice.Progress;

namespace CosSlice.Commands;

/// <summary>Carries interrupted uploads on, in this or any later process. What is finished already returns its result.</summary>
[Cmdlet(
    VerbsLifecycle.Resume,
    "CosUpload",
    DefaultParameterSetName = IdSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CosFile))]
public sealed class ResumeCosUploadCommand : UploadTransferCommand
{
    private protected override string Action(CosUpload upload, CosContext target) => $"Resume the upload to {target} as '{upload.Key}'";

    private protected override string Line(CosUpload upload, CosContext target) => Milestones.Resuming(upload, target);

    private protected override UploadHandle Start(CosUploader uploader, CosContext target, CosUpload upload, CancellationToken stop)
        => uploader.Resume(target, upload, stop);
}
