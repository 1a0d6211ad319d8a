using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Pipeline;
using CosSlice.Progress;

namespace CosSlice.Commands;

/// <summary>Uploads files: small ones in one request, larger ones in slices, several at once.</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "CosFile",
    DefaultParameterSetName = LiteralPathSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CosFile), typeof(CosUpload))]
public sealed class SendCosFileCommand : SourceCommand
{
    private readonly TargetSet _targets = new();
    private TransferRun? _run;
    private bool _hasInput;

    // Thousands of files go to one place.
    private (CosContext? Target, string Text) _place;

    /// <summary>
    /// How content is verified: Sha1 (the default) reads the file once beforehand, and the service verifies every slice and the
    /// whole; Md5 compares the MD5 of every slice, None compares lengths alone. Version 1 of the API takes Sha1 only.
    /// </summary>
    [Parameter]
    public CosChecksum Checksum { get; set; } = CosChecksum.Sha1;

    /// <summary>Bytes a slice: 512KB (with Sha1), 1MB (the default), 2MB or 3MB. What the service answers decides.</summary>
    [Parameter]
    public long SliceSize { get; set; } = TransferOptions.Mebibyte;

    /// <summary>Bytes of content a second at most, over all files of the command: 1024 or more, as in 2MB.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>Overwrites what is there. The service removes the old object before the new one is complete.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The object's biz_attr, a remark of one's own: at most 4 KB.</summary>
    [Parameter]
    public string? BizAttribute { get; set; }

    /// <summary>
    /// Leaves the last step to Complete-CosUpload, and returns the upload. It goes up in slices whatever its size; version 1 of the
    /// API and empty files have no such step.
    /// </summary>
    [Parameter]
    public SwitchParameter NoComplete { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new TransferRun(this, this.OrTerminate(CheckedOptions), Cancellation);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasInput = true;
        _run!.HandOut();
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_hasInput)
        {
            // A task whose folder is empty finds out about a missing bucket on its first night, not with its first file.
            RequireTarget();
        }

        _run!.Complete();
    }

    private protected override void Found(IReadOnlyList<FoundFile> files)
    {
        foreach (FoundFile file in files)
        {
            _run!.Meter.Expect(file.Length);
        }

        _run!.Meter.InputComplete = !PathsFromPipeline;
    }

    private protected override void Process(FoundFile file)
    {
        ObjectKey key;
        CosContext target;
        bool isWanted = false;
        try
        {
            key = KeyOf(file);
            target = TargetOfInput();
            _targets.Claim(target, key, file.Path);
            isWanted = ShouldProcess(file.Path, Action(target, key));
        }
        finally
        {
            if (!isWanted)
            {
                _run!.Meter.Withdraw(file.Length);
            }
        }

        if (isWanted)
        {
            Start(target, file, key);
        }
    }

    private string Action(CosContext target, ObjectKey key)
    {
        if (target != _place.Target)
        {
            _place = (target, target.ToString());
        }

        return (Force.IsPresent, NoComplete.IsPresent) switch
        {
            (false, false) => TextFormat.Of(ActionTexts.Upload, _place.Text, key.Value),
            (false, true) => TextFormat.Of(ActionTexts.UploadLeavingOpen, _place.Text, key.Value),
            (true, false) => TextFormat.Of(ActionTexts.Overwrite, _place.Text, key.Value),
            (true, true) => TextFormat.Of(ActionTexts.OverwriteLeavingOpen, _place.Text, key.Value),
        };
    }

    private void Start(CosContext target, FoundFile file, ObjectKey key)
    {
        UploadRequest request = new(target, file.Path, key);
        if (_run!.Log.IsHeard())
        {
            WriteVerbose(Milestones.Started(file.Path, file.Length, key.Value, target));
        }

        _run.Start(file.Length, (uploader, stop) => NoComplete ? uploader.StartWithoutCompleting(request, stop) : uploader.Start(request, stop));
    }

    private protected override CosContext Check(CosContext target)
    {
        _ = base.Check(target);
        if (target.ApiVersion == 1 && Checksum != CosChecksum.Sha1)
        {
            throw CosErrors.ChecksumNotTaken(Checksum);
        }

        return target.ApiVersion == 1 && NoComplete ? throw CosErrors.NoSeparateLastStep() : target;
    }

    private protected override TransferOptions Options()
    {
        TransferOptions options = base.Options();
        options.SliceSize = SliceSize;
        options.Checksum = Checksum;
        options.MaxBytesPerSecond = MaxBytesPerSecond;
        options.BizAttribute = BizAttribute;
        options.Force = Force;
        return options;
    }

    private protected override IRun? Run => _run;
}
