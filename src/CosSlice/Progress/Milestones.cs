namespace CosSlice.Progress;

/// <summary>The lines that tell a log without bars how it goes.</summary>
internal static class Milestones
{
    public static string Started(string path, long length, string key, CosContext context)
        => TextFormat.Of(MilestoneTexts.Started, path, HumanText.Size(length), context, key);

    public static string Resuming(CosUpload upload, CosContext context)
    {
        // Of one that is no longer remembered only the name is known.
        return upload.Length > 0
            ? TextFormat.Of(
                MilestoneTexts.ResumingPart,
                upload.LiteralPath,
                HumanText.Size(upload.BytesSent),
                HumanText.Size(upload.Length),
                context,
                upload.Key)
            : TextFormat.Of(MilestoneTexts.Resuming, upload.LiteralPath, context, upload.Key);
    }

    public static string Completing(CosUpload upload, CosContext context)
        => TextFormat.Of(MilestoneTexts.Completing, upload.Key, context, upload.LiteralPath);

    public static string Hashed(UploadProgress progress, int tenth, TimeSpan time)
        => TextFormat.Of(
            MilestoneTexts.Hashed, progress.Key, tenth * 10, HumanText.Share(progress.BytesHashed, progress.Length), Rate(progress.BytesHashed, time));

    public static string Sent(UploadProgress progress, int tenth, TimeSpan time)
        => TextFormat.Of(
            MilestoneTexts.Sent, progress.Key, tenth * 10, HumanText.Share(progress.BytesAcknowledged, progress.Length), Rate(progress.BytesSent, time));

    public static string Finishing(UploadProgress progress)
        => TextFormat.Of(MilestoneTexts.Finishing, progress.Key, HumanText.Size(progress.Length));

    public static string Finished(CosFile file)
    {
        if (file.InstantUpload)
        {
            return TextFormat.Of(MilestoneTexts.InstantUpload, file.LiteralPath, file.Key, HumanText.Size(file.Length));
        }

        if (file is { BytesSent: 0, Length: > 0 })
        {
            return TextFormat.Of(MilestoneTexts.FinishedOnly, file.LiteralPath, file.Key, HumanText.Size(file.Length));
        }

        string length = HumanText.Size(file.Length);
        string rate = Rate(file.BytesSent, file.Duration);
        return file.Resumed
            ? TextFormat.Invariant(
                MilestoneTexts.FinishedResumed,
                file.LiteralPath,
                file.Key,
                length,
                HumanText.Size(file.BytesSent),
                file.Duration.TotalSeconds,
                rate)
            : TextFormat.Invariant(MilestoneTexts.Finished, file.LiteralPath, file.Key, length, file.Duration.TotalSeconds, rate);
    }

    public static string LeftOpen(CosUpload upload) => upload.State == CosUploadState.Completed
        ? TextFormat.Of(MilestoneTexts.LeftOpenComplete, upload.LiteralPath, upload.Key)
        : TextFormat.Of(MilestoneTexts.LeftOpen, HumanText.Size(upload.Length), upload.LiteralPath, upload.Key);

    private static string Rate(long bytes, TimeSpan time)
        => time > TimeSpan.Zero ? HumanText.Rate(bytes / time.TotalSeconds) : HumanText.Rate(0);
}
