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
    public void Each_missing_byte_is_sent_exactly_once_in_slices_of_any_size_that_a_service_answers()
    {
        const int Kibibyte = 1024;
        Gen<(long Length, long Slice, long Start, (long Offset, long Count)[] Held)> cases =
            from units in Gen.Choose(64, 3 * Kibibyte)
            from length in Gen.Choose(1, 64 * Kibibyte * Kibibyte)
            from first in Gen.Choose(0, 3)
            from held in Gen.OneOf(

                // Slices of this size, slices of another one, and whatever a service may say.
                (from index in Gen.Choose(0, 70) from more in Gen.Choose(1, 4) select ((long)index * units * Kibibyte, (long)more * units * Kibibyte)).ArrayOf(),
                (from index in Gen.Choose(0, 130) select (index * 512L * Kibibyte, 512L * Kibibyte)).ArrayOf(),
                (from offset in Gen.Choose(-9, 64 * Kibibyte * Kibibyte) from count in Gen.Choose(0, int.MaxValue) select ((long)offset, (long)count >> (offset & 15))).ArrayOf())
            select ((long)length, (long)units * Kibibyte, Math.Min(length - 1, (long)first * units * Kibibyte), held);

        Prop.ForAll(Arb.From(cases), given =>
        {
            SliceQueue queue = new(given.Length, new SlicePlan(given.Length, given.Slice, given.Start), given.Held);
            List<(long Offset, long Length)> sent = Drain(queue);
            long next = given.Start;
            foreach ((long offset, long length) in sent)
            {
                // What lies between was not missing, what is sent was, and nothing is sent twice.
                if (offset < next || !IsHeld(given.Held, next, offset) || IsHeld(given.Held, offset, offset + length)
                    || length != Math.Min(given.Slice, given.Length - offset) || (offset - given.Start) % given.Slice != 0)
                {
                    return false;
                }

                next = offset + length;
            }

            return IsHeld(given.Held, next, given.Length) && queue.HeldBytes + sent.Sum(slice => slice.Length) == given.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
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

    private static bool IsHeld((long Offset, long Count)[] held, long start, long end)
    {
        while (start < end)
        {
            long reached = held.Where(range => range.Offset >= 0 && range.Offset <= start).Select(range => range.Offset + range.Count).DefaultIfEmpty().Max();
            if (reached <= start)
            {
                return false;
            }

            start = reached;
        }

        return true;
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
