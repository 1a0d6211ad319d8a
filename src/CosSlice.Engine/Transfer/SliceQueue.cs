namespace CosSlice.Transfer;

/// <summary>Hands out the slices that the service lacks, in order, to any number of takers.</summary>
internal sealed class SliceQueue
{
    private readonly object _gate = new();
    private readonly SlicePlan _plan;
    private readonly List<(long Start, long End)> _held;
    private long _next;
    private int _cursor;

    /// <param name="length">The file's length in bytes.</param>
    /// <param name="plan">Its slices.</param>
    /// <param name="held">What the service has; a slice of which it lacks any byte is sent whole.</param>
    public SliceQueue(long length, SlicePlan plan, IEnumerable<(long Offset, long Length)> held)
    {
        _plan = plan;
        _held = ByteRanges.Merge(held, length);
        HeldBytes = plan[0].Offset;
        for (long index = 0; index < plan.Count && _held.Count > 0; index++)
        {
            if (IsHeld(plan[index]))
            {
                HeldBytes += plan[index].Length;
                HeldCount++;
            }
        }

        _cursor = 0;
    }

    /// <summary>Bytes that need not be sent.</summary>
    public long HeldBytes { get; }

    /// <summary>How many slices are handed out in all.</summary>
    public long Count => _plan.Count - HeldCount;

    private long HeldCount { get; }

    public bool TryTake(out long offset, out long length)
    {
        lock (_gate)
        {
            while (_next < _plan.Count)
            {
                (long Offset, long Length) slice = _plan[_next++];
                if (!IsHeld(slice))
                {
                    (offset, length) = slice;
                    return true;
                }
            }
        }

        (offset, length) = (0, 0);
        return false;
    }

    // Asked of slices in their order, so that the cursor only ever goes forward.
    private bool IsHeld((long Offset, long Length) slice)
    {
        while (_cursor < _held.Count && _held[_cursor].End <= slice.Offset)
        {
            _cursor++;
        }

        return _cursor < _held.Count
            && _held[_cursor].Start <= slice.Offset
            && _held[_cursor].End >= slice.Offset + slice.Length;
    }
}
