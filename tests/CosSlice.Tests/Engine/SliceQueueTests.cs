using CosSlice.Transfer;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>Which slices are still to be sent, whatever way the service says what it has.</summary>
public class SliceQueueTests
{
    [Fact]
    public void What_is_missing_and_nothing_else_is_sent_whatever_order_or_overlap_the_list_has()
    {
        Gen<(int Length, int Slice, (long, long)[] Held)> cases =
            from length in Gen.Choose(1, 200)
            from slice in Gen.Choose(1, 40)
            from held in (from offset in Gen.Choose(-5, 220) from count in Gen.Choose(0, 90) select ((long)offset, (long)count)).ArrayOf()
            select (length, slice, held);

        Prop.ForAll(Arb.From(cases), given =>
        {
            bool[] there = new bool[given.Length];
            foreach ((long offset, long count) in given.Held)
            {
                for (long i = Math.Max(0, offset); offset >= 0 && i < Math.Min(given.Length, offset + count); i++)
                {
                    there[i] = true;
                }
            }

            SliceQueue queue = new(given.Length, new SlicePlan(given.Length, given.Slice), given.Held);
            List<(long Offset, long Length)> sent = Drain(queue);

            // Each slice that lacks a byte is sent once, whole and in order; none that lacks nothing.
            List<(long, long)> expected = [];
            for (long offset = 0; offset < given.Length; offset += given.Slice)
            {
                long count = Math.Min(given.Slice, given.Length - offset);
                if (Enumerable.Range((int)offset, (int)count).Any(i => !there[i]))
                {
                    expected.Add((offset, count));
                }
            }

            return sent.SequenceEqual(expected)
                && queue.Count == expected.Count
                && queue.HeldBytes == given.Length - expected.Sum(slice => slice.Item2);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merged_ranges_are_sorted_apart_and_inside_the_file()
    {
        Gen<(long, long)[]> ranges =
            (from offset in Gen.Choose(-10, 1000) from count in Gen.Choose(0, 400) select ((long)offset, (long)count)).ArrayOf();

        Prop.ForAll(Arb.From(ranges), given =>
        {
            List<(long Start, long End)> merged = ByteRanges.Merge(given, 1000);
            return merged.TrueForAll(range => range.Start >= 0 && range.Start < range.End && range.End <= 1000)
                && merged.Zip(merged.Skip(1)).All(pair => pair.First.End < pair.Second.Start);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_range_that_ends_beyond_all_numbers_ends_with_the_file()
        => Assert.Equal([(5L, 10L)], ByteRanges.Merge([(5, long.MaxValue)], 10));

    [Fact]
    public void A_plan_may_begin_where_the_service_says()
    {
        SliceQueue queue = new(25, new SlicePlan(25, 10, start: 7), []);

        Assert.Equal(7, queue.HeldBytes);
        Assert.Equal([(7, 10), (17, 8)], Drain(queue));
    }

    private static List<(long, long)> Drain(SliceQueue queue)
    {
        List<(long, long)> slices = [];
        while (queue.TryTake(out long offset, out long length))
        {
            slices.Add((offset, length));
        }

        return slices;
    }
}
