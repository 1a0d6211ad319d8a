using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Pipeline;

namespace CosSlice.Commands;

/// <summary>
/// The unfinished uploads of this user, the one last brought up to date first. Nothing is asked of the service without
/// -Refresh, and nothing is written.
/// </summary>
[Cmdlet(VerbsCommon.Get, "CosUpload", DefaultParameterSetName = IdSet)]
[OutputType(typeof(CosUpload))]
public sealed class GetCosUploadCommand : UploadCommand
{
    private InspectionRun<CosUploader>? _run;

    /// <summary>Only uploads in one of these states; with -Refresh, in which the service says that they are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CosUploadState[] State { get; set; } = [];

    /// <summary>Asks the service what it has of each.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Refresh)
        {
            _run = new InspectionRun<CosUploader>(
                this, this.OrTerminate(CheckedOptions), (options, observer) => new CosUploader(options, observer), Cancellation);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run?.Complete();

    private protected override void Process(IReadOnlyList<CosUpload> uploads) => Each(uploads, upload =>
    {
        if (_run is not null)
        {
            CosContext target = TargetOf(upload);
            _run.Ask(uploader => Question.Of(RefreshAsync(uploader, target, upload), upload));
        }
        else if (IsWanted(upload))
        {
            WriteObject(upload);
        }
    });

    // All, but never because an object lacks what it was to be known by: the next command may be Remove-CosUpload.
    private protected override IEnumerable<CosUpload> Unnamed() => MyInvocation.ExpectingInput ? base.Unnamed() : Meant();

    private protected override bool NeedsService => Refresh;

    private protected override IRun? Run => _run;

    private async Task<CosUpload?> RefreshAsync(CosUploader uploader, CosContext target, CosUpload upload)
    {
        CosUpload refreshed = await uploader.RefreshAsync(target, upload, Cancellation).ConfigureAwait(false);
        return IsWanted(refreshed) ? refreshed : null;
    }

    private bool IsWanted(CosUpload upload) => State.Length == 0 || Array.IndexOf(State, upload.State) >= 0;
}
