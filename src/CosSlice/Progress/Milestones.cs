using CosSlice.Pipeline;

namespace CosSlice.Progress;

/// <summary>The lines that tell a log without bars how it goes.</summary>
internal static class Milestones
{
    public static string Started(string path, long length, string key, CosContext context)
        => $"Sending '{path}' ({HumanText.Size(length)}) to {context} as '{key}'.";

    public static string Resuming(CosUpload upload, CosContext context)
    {
        // Of one that is no longer remembered only the name is known.
        string sent = upload.Length > 0 ? $" ({HumanText.Size(upload.BytesSent)} of {HumanText.Size(upload.Length)} were sent)" : string.Empty;
        return $"Carrying on '{upload.LiteralPath}'{sent} to {context} as '{upload.Key}'.";
    }

    public static string Completing(CosUpload upload, CosContext context)
        => $"Completing '{upload.Key}' at {context}, sent from '{upload.LiteralPath}'.";

    /// <summary>The next tenth of a file that goes up in slices, once; <see langword="null"/> while there is none.</summary>
    public static string? NextTenth(ActiveUpload upload, TimeSpan now)
    {
        UploadProgress progress = upload.Progress;
        long length = progress.Length;
        long sent = progress.BytesAcknowledged;
        if (length <= TransferOptions.SimpleUploadMaximum)
        {
            return null;
        }

        int tenth = HumanText.Percent(sent, length) / 10;
        if (tenth <= upload.ToldTenth || tenth >= 10)
        {
            return null;
        }

        upload.ToldTenth = tenth;
        return $"'{progress.Key}': {tenth * 10} %, {HumanText.Size(sent)} of {HumanText.Size(length)}, {Rate(progress.BytesSent, now - upload.StartedAt)}.";
    }

    public static string Finished(CosFile file)
    {
        if (file.InstantUpload)
        {
            return $"The service already has '{file.LiteralPath}' as '{file.Key}': nothing of its {HumanText.Size(file.Length)} was sent.";
        }

        if (file is { BytesSent: 0, Length: > 0 })
        {
            return $"Finished '{file.LiteralPath}' as '{file.Key}': all of its {HumanText.Size(file.Length)} were there.";
        }

        string resumed = file.Resumed ? $" ({HumanText.Size(file.BytesSent)} in this run)" : string.Empty;
        return FormattableString.Invariant(
            $"Sent '{file.LiteralPath}' as '{file.Key}': {HumanText.Size(file.Length)}{resumed} in {file.Duration.TotalSeconds:0.0} s, {Rate(file.BytesSent, file.Duration)}.");
    }

    public static string LeftOpen(CosUpload upload) => upload.State == CosUploadState.Completed
        ? $"The service already has '{upload.LiteralPath}' as '{upload.Key}': nothing of it was sent."
        : $"Sent all {HumanText.Size(upload.Length)} of '{upload.LiteralPath}' as '{upload.Key}'; Complete-CosUpload takes the last step.";

    private static string Rate(long bytes, TimeSpan time)
        => time > TimeSpan.Zero ? HumanText.Rate(bytes / time.TotalSeconds) : HumanText.Rate(0);
}
