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
    /// <summary>Bytes of content a second at most, over all files of the command: 1024 or more, as in 2MB.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    private protected override string Action(CosUpload upload, CosContext target) => TextFormat.Of(ActionTexts.Resume, target, upload.Key);

    private protected override string Line(CosUpload upload, CosContext target) => Milestones.Resuming(upload, target);

    private protected override UploadHandle Start(CosUploader uploader, CosContext target, CosUpload upload, CancellationToken stop)
        => uploader.Resume(target, upload, stop);

    private protected override TransferOptions Options()
    {
        TransferOptions options = base.Options();
        options.MaxBytesPerSecond = MaxBytesPerSecond;
        return options;
    }
}
