namespace CosSlice.Transfer;

/// <summary>A set of byte ranges, put in order: what a list of parts says, whichever way it says it.</summary>
internal static class ByteRanges
{
    /// <summary>The same bytes as ranges that are sorted, do not touch and lie inside the file.</summary>
    /// <param name="ranges">Ranges in any order, possibly overlapping, touching or empty.</param>
    /// <param name="length">The file's length in bytes.</param>
    public static List<(long Start, long End)> Merge(IEnumerable<(long Offset, long Length)> ranges, long length)
    {
        List<(long Start, long End)> sorted = [];
        foreach ((long offset, long count) in ranges)
        {
            // The end of a range from outside may lie beyond what a number holds.
            long end = count > length - offset ? length : offset + count;
            if (offset >= 0 && offset < end)
            {
                sorted.Add((offset, end));
            }
        }

        sorted.Sort();
        List<(long Start, long End)> merged = new(sorted.Count);
        foreach ((long start, long end) in sorted)
        {
            int last = merged.Count - 1;
            if (last >= 0 && start <= merged[last].End)
            {
                merged[last] = (merged[last].Start, Math.Max(merged[last].End, end));
            }
            else
            {
                merged.Add((start, end));
            }
        }

        return merged;
    }

    /// <summary>The bytes of the file that a set lacks.</summary>
    /// <param name="merged">What <see cref="Merge"/> gave.</param>
    /// <param name="length">The file's length in bytes.</param>
    public static List<(long Start, long End)> Without(IReadOnlyList<(long Start, long End)> merged, long length)
    {
        List<(long Start, long End)> missing = [];
        long next = 0;
        foreach ((long start, long end) in merged)
        {
            if (start > next)
            {
                missing.Add((next, start));
            }

            next = end;
        }

        if (next < length)
        {
            missing.Add((next, length));
        }

        return missing;
    }

    /// <summary>How many bytes are in a set of ranges that do not overlap.</summary>
    public static long Count(IEnumerable<(long Start, long End)> ranges) => ranges.Sum(range => range.End - range.Start);
}
