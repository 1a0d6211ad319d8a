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
    private readonly bool[] _shown = new bool[FileBars + 1];
    private readonly RateWindow _rate = new(began);
    private long _expectedBytes;
    private long _endedBytes;
    private long _endedSentBytes;
    private long _thereBytes;
    private int _expectedFiles;
    private int _doneFiles;
    private int _failedFiles;
    private FileBar? _only;
    private int _percent;

    /// <summary>Whether all files are known, so that there is a share to show.</summary>
    public bool InputComplete { get; set; }

    /// <summary>A file will go up.</summary>
    public void Expect(long length)
    {
        _expectedFiles++;
        _expectedBytes += length;
    }

    /// <summary>A file that was expected will not go up after all.</summary>
    public void Withdraw(long length)
    {
        _expectedFiles--;
        _expectedBytes -= length;
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
        _expectedBytes += there - expected;
        if (failed)
        {
            _failedFiles++;
        }
        else
        {
            _doneFiles++;
        }
    }

    /// <summary>What the bars show now; only bars that changed hands or values are in it.</summary>
    public IReadOnlyList<ProgressLine> Sample(TimeSpan at, IReadOnlyList<UploadProgress> active)
    {
        List<ProgressLine> lines = [];
        _thereBytes = Math.Max(_thereBytes, _endedBytes + active.Sum(progress => progress.BytesAcknowledged));
        _rate.Add(at, _endedSentBytes + active.Sum(progress => progress.BytesSent));

        // One file needs no bar of its own below the total.
        bool single = _expectedFiles == 1 && active.Count == 1;
        Seat(at, single ? [] : active);
        lines.Add(single ? Only(at, active[0]) : Total(active));
        for (int i = 0; i < FileBars; i++)
        {
            if (_bars[i] is FileBar bar)
            {
                lines.Add(bar.Line(at, i + 1));
            }
            else if (_shown[i + 1])
            {
                lines.Add(new ProgressLine { Slot = i + 1, Activity = ProgressTexts.Sending, Status = ProgressTexts.Done, Completed = true });
            }

            _shown[i + 1] = _bars[i] is not null;
        }

        _shown[0] = true;
        return lines;
    }

    /// <summary>Takes every bar away that is shown, the files' before the total.</summary>
    public IReadOnlyList<ProgressLine> Complete()
    {
        List<ProgressLine> lines = [];
        for (int slot = FileBars; slot >= 0; slot--)
        {
            if (_shown[slot])
            {
                lines.Add(new ProgressLine { Slot = slot, Activity = ProgressTexts.Sending, Status = ProgressTexts.Done, Completed = true });
                _shown[slot] = false;
            }
        }

        return lines;
    }

    private ProgressLine Only(TimeSpan at, UploadProgress progress)
    {
        _only = _only?.Progress == progress ? _only : new FileBar(progress, began);
        return _only.Line(at, slot: 0);
    }

    private ProgressLine Total(IReadOnlyList<UploadProgress> active)
    {
        int ended = _doneFiles + _failedFiles;
        if (InputComplete)
        {
            // Empty files have a share too.
            int percent = _expectedBytes > 0
                ? HumanText.Percent(_thereBytes, _expectedBytes)
                : HumanText.Percent(ended, _expectedFiles);
            _percent = Math.Max(_percent, percent);
        }

        return new ProgressLine
        {
            Slot = 0,
            Activity = TextFormat.Invariant(ProgressTexts.SendingFiles, active.Count),
            Status = TotalStatus(),
            Percent = InputComplete ? _percent : -1,
            SecondsRemaining = InputComplete ? _rate.SecondsFor(_expectedBytes - _thereBytes) : -1,
        };
    }

    private string TotalStatus()
    {
        string there = HumanText.Size(_thereBytes);
        string rate = HumanText.Rate(_rate.BytesPerSecond);
        if (!InputComplete)
        {
            return _failedFiles > 0
                ? TextFormat.Of(ProgressTexts.FilesSoFarWithFailed, _doneFiles, _failedFiles, there, rate)
                : TextFormat.Of(ProgressTexts.FilesSoFar, _doneFiles, there, rate);
        }

        string expected = HumanText.Size(_expectedBytes);
        return _failedFiles > 0
            ? TextFormat.Of(ProgressTexts.FilesWithFailed, _doneFiles, _expectedFiles, _failedFiles, there, expected, rate)
            : TextFormat.Of(ProgressTexts.Files, _doneFiles, _expectedFiles, there, expected, rate);
    }

    private void Seat(TimeSpan at, IReadOnlyList<UploadProgress> active)
    {
        for (int i = 0; i < FileBars; i++)
        {
            if (_bars[i] is FileBar bar && !active.Contains(bar.Progress))
            {
                _bars[i] = null;
            }
        }

        foreach (UploadProgress progress in active)
        {
            int free = Array.IndexOf(_bars, null);
            if (free < 0)
            {
                return;
            }

            if (!Array.Exists(_bars, bar => bar?.Progress == progress))
            {
                _bars[free] = new FileBar(progress, at);
            }
        }
    }
}
