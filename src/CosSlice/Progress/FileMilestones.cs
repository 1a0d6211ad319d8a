namespace CosSlice.Progress;

/// <summary>
/// What the log is told of one file on its way, where it is one that takes long: each tenth of what is read for the SHA-1 and of
/// what is sent, and the last step. It knows what it has told.
/// </summary>
/// <param name="progress">The file's counters.</param>
/// <param name="startedAt">When it started.</param>
internal sealed class FileMilestones(UploadProgress progress, TimeSpan startedAt)
{
    private TimeSpan _hashingSince = startedAt;
    private TimeSpan _sendingSince = startedAt;
    private int _hashedTenth;
    private int _sentTenth;
    private bool _isFinishingTold;

    /// <summary>The next line, once; <see langword="null"/> while there is none.</summary>
    /// <param name="now">The time, as of a sample.</param>
    public string? Next(TimeSpan now)
    {
        if (progress.Length <= TransferOptions.SimpleUploadMaximum)
        {
            return null;
        }

        switch (progress.Phase)
        {
            case UploadPhase.Hashing:
                _sendingSince = now;
                return IsNew(progress.BytesHashed, ref _hashedTenth) ? Milestones.Hashed(progress, _hashedTenth, now - _hashingSince) : null;
            case UploadPhase.Sending:
                return IsNew(progress.BytesAcknowledged, ref _sentTenth) ? Milestones.Sent(progress, _sentTenth, now - _sendingSince) : null;
            case UploadPhase.Finishing when !_isFinishingTold:
                _isFinishingTold = true;
                return Milestones.Finishing(progress);
            default:
                // The rate is that of reading, or of sending, without what came before.
                _hashingSince = now;
                _sendingSince = now;
                return null;
        }
    }

    private bool IsNew(long bytes, ref int told)
    {
        int tenth = HumanText.Percent(bytes, progress.Length) / 10;
        if (tenth <= told || tenth >= 10)
        {
            return false;
        }

        told = tenth;
        return true;
    }
}
