namespace CosSlice.Progress;

/// <summary>The bar of one file in flight.</summary>
/// <param name="progress">The file's counters.</param>
/// <param name="at">When the bar appeared.</param>
internal sealed class FileBar(UploadProgress progress, TimeSpan at)
{
    private RateWindow _rate = new(at);
    private bool _isHashing;
    private int _percent;

    public UploadProgress Progress { get; } = progress;

    /// <summary>The bar as it should look now. Reading for the SHA-1 and sending are two ways, each from nothing to the whole.</summary>
    /// <param name="at">The time.</param>
    /// <param name="slot">Which bar it is; the first is headed by what is done.</param>
    public ProgressLine Line(TimeSpan at, int slot)
    {
        bool isHashing = Progress.Phase == UploadPhase.Hashing;
        if (isHashing != _isHashing)
        {
            _rate = new RateWindow(at);
            _percent = 0;
            _isHashing = isHashing;
        }

        // What an earlier run sent is there, but says nothing of this one's rate.
        long done = isHashing ? Progress.BytesHashed : Progress.BytesAcknowledged;
        _rate.Add(at, isHashing ? done : Progress.BytesSent);
        _percent = Math.Max(_percent, HumanText.Percent(done, Progress.Length));
        string name = Path.GetFileName(Progress.LiteralPath);
        string phase = Phase(Progress);
        string there = HumanText.Size(done);
        string length = HumanText.Size(Progress.Length);
        string rate = HumanText.Rate(_rate.BytesPerSecond);
        return new ProgressLine
        {
            Slot = slot,
            Activity = slot > 0 ? name : isHashing ? TextFormat.Of(ProgressTexts.HashingFile, name) : TextFormat.Of(ProgressTexts.SendingFile, name),

            // The default view of PowerShell 7 shows the status alone, the classic one the operation too.
            Status = Progress.Phase == UploadPhase.Sending && Progress.LastProblem is null
                ? TextFormat.Of(ProgressTexts.File, _percent, there, length, rate)
                : TextFormat.Of(ProgressTexts.FileInPhase, _percent, there, length, rate, phase),
            Operation = phase,
            Percent = _percent,
            SecondsRemaining = _rate.SecondsFor(Progress.Length - done),
        };
    }

    private static string Phase(UploadProgress progress)
    {
        if (progress.LastProblem is string problem)
        {
            return TextFormat.Of(ProgressTexts.PhaseRetrying, problem);
        }

        return progress.Phase switch
        {
            UploadPhase.Waiting => ProgressTexts.PhaseWaiting,
            UploadPhase.Hashing => ProgressTexts.PhaseHashing,
            UploadPhase.Beginning => ProgressTexts.PhaseBeginning,
            UploadPhase.Sending => ProgressTexts.PhaseSending,
            UploadPhase.Finishing => ProgressTexts.PhaseFinishing,
            UploadPhase.Completed => ProgressTexts.PhaseDone,
            _ => ProgressTexts.PhaseFailed,
        };
    }
}
