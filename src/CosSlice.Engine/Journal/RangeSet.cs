using System.Globalization;
using CosSlice.Transfer;

namespace CosSlice.Journal;

/// <summary>Some of a file's bytes, as the journal keeps them: ranges in order that do not touch. Sets of the same bytes are equal.</summary>
internal sealed class RangeSet : IEquatable<RangeSet>
{
    /// <summary>No byte.</summary>
    public static readonly RangeSet Empty = new([]);

    // Slices go out in order, so there are few gaps; each range in the text has some 25 characters.
    private const int MostInText = 48;

    private const char Separator = ',';
    private const char Dash = '-';

    private readonly List<(long Start, long End)> _ranges;

    private RangeSet(List<(long Start, long End)> ranges) => _ranges = ranges;

    /// <summary>How many bytes there are.</summary>
    public long Count => ByteRanges.Count(_ranges);

    /// <summary>The ranges: where each begins and how many bytes it has.</summary>
    public IReadOnlyList<(long Offset, long Length)> Ranges => _ranges.ConvertAll(range => (range.Start, range.End - range.Start));

    /// <summary>The same bytes as a set.</summary>
    /// <param name="ranges">In any order, possibly overlapping, touching or empty.</param>
    /// <param name="length">The file's length in bytes; what lies beyond is left out.</param>
    public static RangeSet Of(IEnumerable<(long Offset, long Length)> ranges, long length) => new(ByteRanges.Merge(ranges, length));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The ranges.</param>
    /// <param name="length">The file's length in bytes.</param>
    /// <returns><see langword="null"/> where the text is none, or the file has no such bytes.</returns>
    public static RangeSet? Parse(string text, long length)
    {
        List<(long Start, long End)> ranges = [];
        foreach (string range in text.Length == 0 ? [] : text.Split(Separator))
        {
            string[] ends = range.Split(Dash);
            long after = ranges.Count == 0 ? -1 : ranges[ranges.Count - 1].End;
            if (ends.Length != 2
                || !long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
                || !long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end)
                || start <= after || end <= start || end > length)
            {
                return null;
            }

            ranges.Add((start, end));
        }

        return new RangeSet(ranges);
    }

    /// <summary>These bytes and those of a range.</summary>
    public RangeSet With(long offset, long length)
        => new(ByteRanges.Merge([.. Ranges, (offset, length)], long.MaxValue));

    /// <summary>The bytes that either set has.</summary>
    public RangeSet With(RangeSet other) => new(ByteRanges.Merge([.. Ranges, .. other.Ranges], long.MaxValue));

    /// <summary>The bytes that both sets have.</summary>
    public RangeSet And(RangeSet other)
    {
        List<(long Start, long End)> both = [];
        for (int mine = 0, its = 0; mine < _ranges.Count && its < other._ranges.Count;)
        {
            long start = Math.Max(_ranges[mine].Start, other._ranges[its].Start);
            long end = Math.Min(_ranges[mine].End, other._ranges[its].End);
            if (start < end)
            {
                both.Add((start, end));
            }

            if (_ranges[mine].End < other._ranges[its].End)
            {
                mine++;
            }
            else
            {
                its++;
            }
        }

        return new RangeSet(both);
    }

    /// <summary>The bytes of whole slices: what there is of others is not kept, as it would be sent again.</summary>
    /// <param name="sliceSize">Bytes a slice, more than 0.</param>
    /// <param name="length">The file's length in bytes, where the last slice ends.</param>
    public RangeSet Whole(long sliceSize, long length)
    {
        List<(long Start, long End)> whole = [];
        foreach ((long start, long end) in _ranges)
        {
            long first = ((start / sliceSize) + (start % sliceSize == 0 ? 0 : 1)) * sliceSize;
            long last = end == length ? end : end / sliceSize * sliceSize;
            if (first < last)
            {
                whole.Add((first, last));
            }
        }

        return new RangeSet(whole);
    }

    public bool Equals(RangeSet? other) => other is not null && _ranges.SequenceEqual(other._ranges);

    public override bool Equals(object? obj) => Equals(obj as RangeSet);

    public override int GetHashCode() => _ranges.Count == 0 ? 0 : _ranges[0].GetHashCode() ^ _ranges.Count;

    /// <summary>The ranges as text, each from its first byte to the one behind its last; of very many the longest.</summary>
    public override string ToString()
        => string.Join(Separator.ToString(), Longest().Select(range => string.Format(CultureInfo.InvariantCulture, "{0}-{1}", range.Start, range.End)));

    private IEnumerable<(long Start, long End)> Longest()
        => _ranges.Count <= MostInText
            ? _ranges
            : _ranges.OrderByDescending(range => range.End - range.Start).Take(MostInText).OrderBy(range => range.Start);
}
