namespace CosSlice.Progress;

/// <summary>The rate over the last seconds, from samples of a counter that does not fall.</summary>
internal sealed class RateWindow
{
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan At, long Bytes)> _samples = new();
    private (TimeSpan At, long Bytes) _last;

    /// <summary>Begins to count.</summary>
    /// <param name="at">The time of the beginning, on any clock that does not go back.</param>
    /// <param name="bytes">What the counter was at then.</param>
    public RateWindow(TimeSpan at, long bytes = 0)
    {
        _last = (at, bytes);
        _samples.Enqueue(_last);
    }

    /// <summary>Bytes a second over the window; 0 while there is nothing to go by.</summary>
    public double BytesPerSecond
    {
        get
        {
            (TimeSpan at, long bytes) = _samples.Peek();
            double seconds = (_last.At - at).TotalSeconds;
            return seconds > 0 ? (_last.Bytes - bytes) / seconds : 0;
        }
    }

    /// <summary>Takes a sample.</summary>
    public void Add(TimeSpan at, long bytes)
    {
        // The time before anything moved, such as for a hash, says nothing of how fast it moves.
        if (bytes <= _samples.Peek().Bytes && _last.Bytes == _samples.Peek().Bytes)
        {
            _samples.Clear();
        }

        _last = (at, Math.Max(bytes, _last.Bytes));
        _samples.Enqueue(_last);
        while (_samples.Count > 2 && at - _samples.Peek().At > Width)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>Whole seconds until so many bytes more are there, or -1 where that can't be told.</summary>
    public int SecondsFor(long bytes)
    {
        double rate = BytesPerSecond;
        return rate > 0 ? (int)Math.Min(Math.Ceiling(Math.Max(bytes, 0) / rate), int.MaxValue) : -1;
    }
}
