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
    {
        foreach (CosUpload upload in uploads)
        {
            _run!.Meter.Expect(upload.Length);
        }

        _run!.Meter.InputComplete = !MyInvocation.ExpectingInput;
    }

    private protected override void Act(CosUpload upload)
    {
        CosContext target;
        bool isWanted = false;
        try
        {
            target = TargetOf(upload);
            isWanted = ShouldProcess(upload.LiteralPath, Action(upload, target));
        }
        finally
        {
            if (!isWanted)
            {
                _run!.Meter.Withdraw(upload.Length);
            }
        }

        if (isWanted)
        {
            WriteVerbose(Line(upload, target));
            _run!.Start(upload.Length, (uploader, stop) => Start(uploader, target, upload, stop));
        }
    }

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
