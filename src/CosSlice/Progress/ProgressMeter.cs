namespace CosSlice.Progress;

/// <summary>
/// Makes bars out of counters: one for the whole and a few for the files in flight. It holds no more than a handful of
/// numbers, however many files go by.
/// </summary>
/// <param name="began">When measuring began, on the clock that the samples have.</param>
internal sealed class ProgressMeter(TimeSpan began)
{
    /// <summary>How many files are shown at once below the total.</summary>
    public const int FileBars = 4;

    private readonly FileBar?[] _bars = new FileBar?[FileBars];
    private readonly RateWindow _rate = new(began);
    private readonly RateWindow _hashRate = new(began);
    private HashSet<UploadProgress> _before = [];
    private long _endedBytes;
    private long _endedSentBytes;
    private long _endedHashedBytes;
    private FileBar? _only;
    private bool _hasTotal;
    private int _percent;
    private int _lastId;

    /// <summary>Whether all files are known, so that there is a share to show.</summary>
    public bool InputComplete { get; set; }

    public int ExpectedFiles { get; private set; }

    public int DoneFiles { get; private set; }

    public int FailedFiles { get; private set; }

    public long ExpectedBytes { get; private set; }

    /// <summary>Bytes that the service has, of all files; never falling.</summary>
    public long BytesThere { get; private set; }

    /// <summary>Over the last seconds.</summary>
    public double BytesPerSecond => _rate.BytesPerSecond;

    /// <summary>Over the last seconds.</summary>
    public double HashedBytesPerSecond => _hashRate.BytesPerSecond;

    /// <summary>A file will go up.</summary>
    public void Expect(long length)
    {
        ExpectedFiles++;
        ExpectedBytes += length;
    }

    /// <summary>A file that was expected will not go up after all.</summary>
    public void Withdraw(long length)
    {
        ExpectedFiles--;
        ExpectedBytes -= length;
    }

    /// <summary>A file is up, or is not.</summary>
    /// <param name="progress">Its counters.</param>
    /// <param name="expected">The length that it was expected with.</param>
    /// <param name="failed">Whether it failed: what it has not sent will not come.</param>
    public void End(UploadProgress progress, long expected, bool failed)
    {
        long there = progress.BytesAcknowledged;
        _endedBytes += there;
        _endedSentBytes += progress.BytesSent;
        _endedHashedBytes += progress.BytesHashed;
        ExpectedBytes += there - expected;
        if (failed)
        {
            FailedFiles++;
        }
        else
        {
            DoneFiles++;
        }
    }

    /// <summary>Every bar that there should be now, the total first.</summary>
    /// <param name="at">The time.</param>
    /// <param name="active">The files in flight, the oldest first.</param>
    public IReadOnlyList<ProgressLine> Sample(TimeSpan at, IReadOnlyList<UploadProgress> active)
    {
        BytesThere = Math.Max(BytesThere, _endedBytes + active.Sum(progress => progress.BytesAcknowledged));
        _rate.Add(at, _endedSentBytes + active.Sum(progress => progress.BytesSent + progress.BytesOnTheWay));
        _hashRate.Add(at, _endedHashedBytes + active.Sum(progress => progress.BytesHashed));

        // One file needs no total above it.
        _hasTotal |= ExpectedFiles > 1;
        if (!_hasTotal)
        {
            return active.Count == 1 ? [Only(at, active[0])] : [];
        }

        Seat(at, active);
        return [Total(active), .. _bars.OfType<FileBar>().Select(bar => bar.Line(at, isBelowTotal: true))];
    }

    private ProgressLine Only(TimeSpan at, UploadProgress progress)
    {
        if (_only is null || _only.IsOver)
        {
            _only = new FileBar(progress, NextId(), _only is null ? began : at, isFromNothing: _only is null);
        }

        return _only.Line(at, isBelowTotal: false);
    }

    private ProgressLine Total(IReadOnlyList<UploadProgress> active)
    {
        if (InputComplete)
        {
            // Empty files have a share too.
            int percent = ExpectedBytes > 0
                ? HumanText.Percent(BytesThere, ExpectedBytes)
                : HumanText.Percent(DoneFiles + FailedFiles, ExpectedFiles);
            _percent = Math.Max(_percent, percent);
        }

        long onTheWay = active.Sum(progress => progress.BytesOnTheWay);
        return new ProgressLine
        {
            Activity = ProgressText.TotalActivity(active),
            Status = ProgressText.TotalStatus(this, active),
            Operation = ProgressText.TotalOperation(active),
            Percent = InputComplete ? _percent : -1,
            SecondsRemaining = InputComplete ? _rate.SecondsFor(ExpectedBytes - BytesThere - onTheWay) : -1,
        };
    }

    // A file has a bar from the second sample on that finds it in flight: small ones that fly by would be a flicker of names.
    private void Seat(TimeSpan at, IReadOnlyList<UploadProgress> active)
    {
        for (int i = 0; i < FileBars; i++)
        {
            if (_bars[i] is FileBar bar && (bar.IsOver || !active.Contains(bar.Progress)))
            {
                _bars[i] = active.Contains(bar.Progress) ? new FileBar(bar.Progress, NextId(), at, isFromNothing: false) : null;
            }
        }

        foreach (UploadProgress progress in active.Where(_before.Contains))
        {
            int free = Array.IndexOf(_bars, null);
            if (free >= 0 && !Array.Exists(_bars, bar => bar?.Progress == progress))
            {
                _bars[free] = new FileBar(progress, NextId(), at, isFromNothing: false);
            }
        }

        _before = [.. active];
    }

    private int NextId()
    {
        do
        {
            _lastId = (_lastId % FileBar.LargestId) + 1;
        }
        while (Array.Exists(_bars, bar => bar?.Id == _lastId));
        return _lastId;
    }
}
