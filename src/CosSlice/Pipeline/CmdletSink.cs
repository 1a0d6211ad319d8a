using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>Writes what an upload run hands out, as the cmdlet it belongs to.</summary>
/// <param name="cmdlet">The cmdlet, on whose thread all this happens.</param>
/// <param name="run">The run, for its clock.</param>
internal sealed class CmdletSink(PSCmdlet cmdlet, UploadRun run) : IPipelineSink
{
    private readonly ProgressMeter _meter = new(run.Elapsed);
    private readonly ProgressPainter _painter = new(cmdlet);
    private readonly VerboseStream _log = new(cmdlet);

    public ProgressMeter Meter => _meter;

    /// <summary>Where lines for the log go.</summary>
    public VerboseStream Log => _log;

    public void Result(ActiveUpload upload, object result)
    {
        _meter.End(upload.Progress, upload.ExpectedLength, failed: false);
        cmdlet.WriteObject(result);
        if (_log.IsHeard())
        {
            cmdlet.WriteVerbose(result is CosFile file ? Milestones.Finished(file) : Milestones.LeftOpen((CosUpload)result));
        }
    }

    public void Failure(ActiveUpload upload, Exception error)
    {
        _meter.End(upload.Progress, upload.ExpectedLength, failed: true);
        cmdlet.WriteError(ErrorRecords.From(error, upload.Progress.LiteralPath));
    }

    public void Verbose(string text) => cmdlet.WriteVerbose(text);

    public void Warning(string text) => cmdlet.WriteWarning(text);

    public void Sample(IReadOnlyList<ActiveUpload> active)
    {
        TimeSpan now = run.Elapsed;
        foreach (ActiveUpload upload in active)
        {
            if (upload.Milestones.Next(now) is string line)
            {
                cmdlet.WriteVerbose(line);
            }
        }

        _painter.Paint(_meter.Sample(now, active.Select(upload => upload.Progress).ToArray()));
    }

    /// <summary>Takes every bar away.</summary>
    public void CompleteProgress() => _painter.Clear();
}
