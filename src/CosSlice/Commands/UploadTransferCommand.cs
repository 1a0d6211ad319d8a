using CosSlice.Errors;
using CosSlice.Pipeline;

namespace CosSlice.Commands;

/// <summary>Commands that finish uploads, several side by side.</summary>
public abstract class UploadTransferCommand : UploadActionCommand
{
    private TransferRun? _run;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new TransferRun(this, this.OrTerminate(CheckedOptions), Cancellation);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _run!.HandOut();
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    private protected override void Chosen(IReadOnlyList<CosUpload> uploads)
        => _run!.Expect(uploads.Select(upload => upload.Length), isAll: !MyInvocation.ExpectingInput);

    private protected override void Act(CosUpload upload) => _run!.Offer(upload.Length, () =>
    {
        CosContext target = TargetOf(upload);
        return ShouldProcess(upload.LiteralPath, Action(upload, target))
            ? () => _run.Start(Line(upload, target), upload.Length, (uploader, stop) => Start(uploader, target, upload, stop))
            : null;
    });

    // What is finished is forgotten, and what the object itself says is enough to find it.
    private protected override CosUpload? Unknown(string? uploadId) => Described(uploadId);

    private protected override bool NeedsService => true;

    private protected override IRun? Run => _run;

    /// <summary>What -WhatIf and -Confirm say of it.</summary>
    private protected abstract string Action(CosUpload upload, CosContext target);

    /// <summary>What the log says of it.</summary>
    private protected abstract string Line(CosUpload upload, CosContext target);

    /// <summary>Starts it.</summary>
    private protected abstract UploadHandle Start(CosUploader uploader, CosContext target, CosUpload upload, CancellationToken stop);
}
