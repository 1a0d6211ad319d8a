namespace CosSlice.Progress;

/// <summary>The bar of one file in flight.</summary>
/// <param name="progress">The file's counters.</param>
/// <param name="at">When the bar appeared.</param>
internal sealed class FileBar(UploadProgress progress, TimeSpan at)
{
    private readonly RateWindow _rate = new(at);
    private int _percent;

    public UploadProgress Progress { get; } = progress;

    /// <summary>The bar as it should look now.</summary>
    public ProgressLine Line(TimeSpan at, int slot)
    {
        _rate.Add(at, Progress.BytesAcknowledged);
        _percent = Math.Max(_percent, HumanText.Percent(Progress.BytesAcknowledged, Progress.Length));
        ProgressLine line = Describe(Progress, _rate, _percent);
        line.Slot = slot;
        line.Activity = Path.GetFileName(Progress.LiteralPath);
        return line;
    }

    /// <summary>Share, bytes, rate and phase of one file.</summary>
    public static ProgressLine Describe(UploadProgress progress, RateWindow rate, int percent)
    {
        string phase = Phase(progress);
        string status = $"{percent} %, {HumanText.Size(progress.BytesAcknowledged)} of {HumanText.Size(progress.Length)}, {HumanText.Rate(rate.BytesPerSecond)}";
        return new ProgressLine
        {
            // The default view of PowerShell 7 shows the status alone, the classic one the operation too.
            Status = progress.Phase == UploadPhase.Sending && progress.LastProblem is null ? status : $"{status}, {phase}",
            Operation = phase,
            Percent = percent,
            SecondsRemaining = rate.SecondsFor(progress.Length - progress.BytesAcknowledged),
        };
    }

    private static string Phase(UploadProgress progress)
    {
        if (progress.LastProblem is string problem)
        {
            return $"retrying: {problem}";
        }

        return progress.Phase switch
        {
            UploadPhase.Waiting => "waiting",
            UploadPhase.Beginning => "beginning",
            UploadPhase.Sending => "sending",
            UploadPhase.Finishing => "finishing",
            UploadPhase.Completed => "done",
            _ => "failed",
        };
    }
}
