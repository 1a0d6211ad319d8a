namespace CosSlice.Progress;

/// <summary>
/// The words on the bars. The default view of PowerShell 7 shows activity and status on one line, cut at its end: what matters
/// most comes first, and fits into 80 columns. The classic view shows the operation too.
/// </summary>
internal static class ProgressText
{
    /// <summary>What all files in flight are doing.</summary>
    public static string TotalActivity(IReadOnlyList<UploadProgress> active)
        => AllAre(UploadPhase.Hashing, active) ? ProgressTexts.Hashing
            : AllAre(UploadPhase.Finishing, active) ? ProgressTexts.Finishing
            : ProgressTexts.Sending;

    /// <summary>The whole in numbers.</summary>
    /// <param name="meter">Files and bytes.</param>
    /// <param name="active">The files in flight.</param>
    public static string TotalStatus(ProgressMeter meter, IReadOnlyList<UploadProgress> active)
    {
        string files = meter.InputComplete ? FilesOf(meter.DoneFiles, meter.ExpectedFiles) : FilesDone(meter.DoneFiles);
        if (meter.FailedFiles > 0)
        {
            files = With(files, TextFormat.Of(ProgressTexts.FilesFailed, meter.FailedFiles));
        }

        string bytes = meter.InputComplete ? HumanText.Share(meter.BytesThere, meter.ExpectedBytes) : HumanText.Size(meter.BytesThere);
        string status = With(files, bytes);
        return AllAre(UploadPhase.Hashing, active) ? With(status, TextFormat.Of(ProgressTexts.HashingRate, HumanText.Rate(meter.HashedBytesPerSecond)))
            : AllAre(UploadPhase.Finishing, active) ? With(status, ProgressTexts.PhaseFinishing)
            : WithRate(status, meter.BytesThere, meter.BytesPerSecond);
    }

    /// <summary>What the classic view has room for.</summary>
    public static string TotalOperation(IReadOnlyList<UploadProgress> active) => TextFormat.Of(ProgressTexts.InFlight, active.Count);

    /// <summary>The file's name; what is done with it only where no total above says so.</summary>
    public static string FileActivity(UploadProgress progress, bool isBelowTotal)
    {
        string name = Path.GetFileName(progress.LiteralPath);
        return isBelowTotal ? name : progress.Phase switch
        {
            UploadPhase.Hashing => TextFormat.Of(ProgressTexts.HashingFile, name),
            UploadPhase.Finishing => TextFormat.Of(ProgressTexts.FinishingFile, name),
            _ => TextFormat.Of(ProgressTexts.SendingFile, name),
        };
    }

    /// <summary>One file in numbers.</summary>
    public static string FileStatus(UploadProgress progress, int percent, long done, double bytesPerSecond, bool isBelowTotal)
    {
        string status = TextFormat.Of(ProgressTexts.FileShare, percent, HumanText.Share(done, progress.Length));
        long onTheWay = progress.BytesOnTheWay;
        if (progress.Phase is UploadPhase.Hashing or UploadPhase.Sending)
        {
            status = WithRate(status, done, bytesPerSecond);
        }

        if (progress.Phase == UploadPhase.Sending && done == 0 && onTheWay > 0)
        {
            status = With(status, TextFormat.Of(ProgressTexts.OnTheWay, HumanText.Size(onTheWay)));
        }

        bool isSaid = progress.Phase == UploadPhase.Sending || (progress.Phase is UploadPhase.Hashing or UploadPhase.Finishing && !isBelowTotal);
        return progress.LastProblem is null && isSaid ? status : With(status, FileOperation(progress));
    }

    /// <summary>What is done with one file.</summary>
    public static string FileOperation(UploadProgress progress)
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

    private static string FilesOf(int done, int expected)
        => expected == 1 ? TextFormat.Of(ProgressTexts.OfOneFile, done) : TextFormat.Of(ProgressTexts.OfFiles, done, expected);

    private static string FilesDone(int done) => done == 1 ? ProgressTexts.OneFileDone : TextFormat.Of(ProgressTexts.FilesDone, done);

    // None is told of what has not begun to move, such as a file that waits for its turn.
    private static string WithRate(string status, long done, double bytesPerSecond)
        => done > 0 || bytesPerSecond > 0 ? With(status, HumanText.Rate(bytesPerSecond)) : status;

    private static string With(string status, string more) => TextFormat.Of(ProgressTexts.With, status, more);

    private static bool AllAre(UploadPhase phase, IReadOnlyList<UploadProgress> active)
        => active.Count > 0 && active.All(progress => progress.Phase == phase);
}
