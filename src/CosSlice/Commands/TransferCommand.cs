using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Pipeline;
using CosSlice.Progress;

namespace CosSlice.Commands;

/// <summary>The parameters of every command that moves content; what uploads report is written on the pipeline's thread.</summary>
public abstract class TransferCommand : RequestCommand
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private CosUploader? _uploader;
    private UploadRun? _run;
    private CmdletSink? _sink;

    /// <summary>
    /// How content is verified: Sha1 (the default) reads the file once beforehand, and the service verifies every slice and the
    /// whole; Md5 compares the MD5 of every slice, None compares lengths alone. Version 1 of the API takes Sha1 only.
    /// </summary>
    [Parameter]
    public CosChecksum Checksum { get; set; } = CosChecksum.Sha1;

    /// <summary>Bytes a slice: 512KB (with Sha1), 1MB (the default), 2MB or 3MB. What the service answers decides.</summary>
    [Parameter]
    public long SliceSize { get; set; } = TransferOptions.Mebibyte;

    /// <summary>Overwrites what is there. The service removes the old object before the new one is complete.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The object's biz_attr, a remark of one's own: at most 4 KB.</summary>
    [Parameter]
    public string? BizAttribute { get; set; }

    private protected ProgressMeter Meter => _sink!.Meter;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        TransferOptions options = this.OrTerminate(Options);
        _run = new UploadRun(Cancellation);
        _sink = new CmdletSink(this, _run);
        _uploader = new CosUploader(options, _run);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Meter.InputComplete = true;
        Pumping(() =>
        {
            _run!.PumpUntil(_sink!, active: 0);
            _sink!.CompleteProgress();
        });
    }

    /// <summary>Hands out what is ready: every input is a chance to, whatever becomes of it.</summary>
    private protected void HandOut() => Pumping(() => _run!.PumpReady(_sink!));

    /// <summary>Starts one upload, hands out what is ready, and waits where too many files are under way.</summary>
    private protected void Send(CosContext target, FoundFile file, ObjectKey key)
    {
        UploadRequest request = new(target, file.Path, key);
        WriteVerbose(Milestones.Started(file.Path, file.Length, key.Value, target));
        Pumping(() =>
        {
            _run!.Start(_uploader!, request, file.Length);
            _run.PumpUntil(_sink!, ThrottleLimit);
        });
    }

    private protected override bool EndRequests()
    {
        bool ended = _run?.WaitForEnd(EndPatience) ?? true;
        _uploader?.Dispose();
        return ended;
    }

    private protected override CosContext Check(CosContext target)
    {
        _ = base.Check(target);
        return target.ApiVersion != 1 || Checksum == CosChecksum.Sha1 ? target : throw CosErrors.ChecksumNotTaken(Checksum);
    }

    private protected override TransferOptions Options()
    {
        TransferOptions options = base.Options();
        options.SliceSize = SliceSize;
        options.Checksum = Checksum;
        options.BizAttribute = BizAttribute;
        options.Force = Force;
        options.Validate();
        return options;
    }

    private void Pumping(Action step)
    {
        bool completed = false;
        try
        {
            step();
            completed = true;
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!completed)
            {
                ClearBars();
            }
        }
    }

    private void ClearBars()
    {
        try
        {
            _sink!.CompleteProgress();
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; the host clears its bars itself then.
        }
    }
}
