namespace CosSlice.Progress;

/// <summary>
/// The words on the bars. The default view of PowerShell 7 shows activity and status on one line, cut at its end: what matters
/// most comes first, and fits into 80 columns. The classic view shows the operation too.
/// </summary>
internal static class ProgressText
{
    /// <summary>What all files in flight are doing.</summary>
    public static string TotalActivity(IReadOnlyList<UploadProgress> active)
        => AllAre(UploadPhase.Hashing, active) ? "Hashing" : AllAre(UploadPhase.Finishing, active) ? "Finishing" : "Sending";

    /// <summary>The whole in numbers.</summary>
    /// <param name="meter">Files and bytes.</param>
    /// <param name="active">The files in flight.</param>
    public static string TotalStatus(ProgressMeter meter, IReadOnlyList<UploadProgress> active)
    {
        string files = meter.InputComplete ? $"{meter.DoneFiles} of {Files(meter.ExpectedFiles)}" : $"{Files(meter.DoneFiles)} done";
        string failed = meter.FailedFiles > 0 ? $", {meter.FailedFiles} failed" : string.Empty;
        string bytes = meter.InputComplete ? HumanText.Share(meter.BytesThere, meter.ExpectedBytes) : HumanText.Size(meter.BytesThere);
        string rate = AllAre(UploadPhase.Hashing, active) ? $"hashing {HumanText.Rate(meter.HashedBytesPerSecond)}"
            : AllAre(UploadPhase.Finishing, active) ? "finishing"
            : HumanText.Rate(meter.BytesPerSecond);
        return $"{files}{failed}, {bytes}, {rate}";
    }

    /// <summary>What the classic view has room for.</summary>
    public static string TotalOperation(IReadOnlyList<UploadProgress> active) => $"{active.Count} in flight";

    /// <summary>The file's name; what is done with it only where no total above says so.</summary>
    public static string FileActivity(UploadProgress progress, bool isBelowTotal)
    {
        string name = Path.GetFileName(progress.LiteralPath);
        return isBelowTotal ? name : progress.Phase switch
        {
            UploadPhase.Hashing => $"Hashing {name}",
            UploadPhase.Finishing => $"Finishing {name}",
            _ => $"Sending {name}",
        };
    }

    /// <summary>One file in numbers.</summary>
    public static string FileStatus(UploadProgress progress, int percent, long done, double bytesPerSecond, bool isBelowTotal)
    {
        string status = $"{percent} %, {HumanText.Share(done, progress.Length)}";
        long onTheWay = progress.BytesOnTheWay;
        if (progress.Phase is UploadPhase.Hashing or UploadPhase.Sending)
        {
            status += $", {HumanText.Rate(bytesPerSecond)}";
        }

        if (progress.Phase == UploadPhase.Sending && done == 0 && onTheWay > 0)
        {
            status += $", {HumanText.Size(onTheWay)} on the way";
        }

        bool isSaid = progress.Phase == UploadPhase.Sending || (progress.Phase is UploadPhase.Hashing or UploadPhase.Finishing && !isBelowTotal);
        return progress.LastProblem is null && isSaid ? status : $"{status}, {FileOperation(progress)}";
    }

    /// <summary>What is done with one file.</summary>
    public static string FileOperation(UploadProgress progress)
    {
        if (progress.LastProblem is string problem)
        {
            return $"retrying: {problem}";
        }

        return progress.Phase switch
        {
            UploadPhase.Waiting => "waiting",
            UploadPhase.Hashing => "hashing",
            UploadPhase.Beginning => "beginning",
            UploadPhase.Sending => "sending",
            UploadPhase.Finishing => "finishing",
            UploadPhase.Completed => "done",
            _ => "failed",
        };
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private static bool AllAre(UploadPhase phase, IReadOnlyList<UploadProgress> active)
        => active.Count > 0 && active.All(progress => progress.Phase == phase);
}
