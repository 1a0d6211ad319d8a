namespace CosSlice.Progress;

/// <summary>The bar of one file in flight on one of its two ways, each from nothing to the whole: read for its SHA-1, or sent.</summary>
/// <param name="progress">The file's counters.</param>
/// <param name="id">The bar's id, 1 to <see cref="LargestId"/>: another for each way, so that no bar ever goes back.</param>
/// <param name="at">When measuring began.</param>
/// <param name="isFromNothing">Whether the file had not moved then.</param>
internal sealed class FileBar(UploadProgress progress, int id, TimeSpan at, bool isFromNothing)
{
    /// <summary>Ids go round: no more bars than half of these are shown or go away at one time.</summary>
    public const int LargestId = 15;

    private readonly bool _isHashing = progress.Phase == UploadPhase.Hashing;
    private readonly RateWindow _rate = new(at, isFromNothing ? 0 : Moved(progress, progress.Phase == UploadPhase.Hashing));
    private long _done;

    public UploadProgress Progress { get; } = progress;

    public int Id { get; } = id;

    /// <summary>Whether the file is on its other way by now.</summary>
    public bool IsOver => (Progress.Phase == UploadPhase.Hashing) != _isHashing;

    /// <summary>The bar as it should look now.</summary>
    /// <param name="at">The time.</param>
    /// <param name="isBelowTotal">Whether a total stands above it; else it is headed by what is done.</param>
    public ProgressLine Line(TimeSpan at, bool isBelowTotal)
    {
        long length = Progress.Length;
        long onTheWay = _isHashing ? 0 : Progress.BytesOnTheWay;
        bool isFinishing = Progress.Phase == UploadPhase.Finishing;

        // What the service has lost is sent again: the bar waits for that.
        _done = Math.Max(_done, _isHashing ? Progress.BytesHashed : Progress.BytesAcknowledged);
        _rate.Add(at, Moved(Progress, _isHashing));
        int percent = HumanText.Percent(_done, length);
        return new ProgressLine
        {
            Id = Id,
            IsBelowTotal = isBelowTotal,
            Activity = ProgressText.FileActivity(Progress, isBelowTotal),
            Status = ProgressText.FileStatus(Progress, percent, _done, _rate.BytesPerSecond, isBelowTotal),
            Operation = ProgressText.FileOperation(Progress),
            Percent = percent,
            SecondsRemaining = isFinishing ? -1 : _rate.SecondsFor(length - _done - onTheWay),
        };
    }

    // Of a file in one request nothing is acknowledged before its end: what is on the way counts for the rate, and for it alone.
    // What an earlier run sent is there, but says nothing of this one's rate.
    private static long Moved(UploadProgress progress, bool isHashing)
        => isHashing ? progress.BytesHashed : progress.BytesSent + progress.BytesOnTheWay;
}
