using CosSlice.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>Sets of a file's bytes, held against the bytes one by one.</summary>
public class RangeSetTests
{
    private const int Length = 40;

    [Fact]
    public void It_has_the_bytes_that_were_put_in()
        => Prop.ForAll(Sets(), Sets(), (mine, its) =>
        {
            RangeSet one = Set(mine);
            RangeSet other = Set(its);
            bool isSet = Bytes(one).SetEquals(Bytes(mine)) && one.Count == Bytes(mine).Count;
            return isSet && Bytes(one.And(other)).SetEquals(Bytes(mine).Intersect(Bytes(its))) && one.Equals(other) == Bytes(mine).SetEquals(Bytes(its));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_grows_by_a_range()
        => Prop.ForAll(Sets(), set => set.Aggregate(RangeSet.Empty, (grown, range) => grown.With(range.Offset, range.Length)).Equals(Set(set)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Of_it_the_whole_slices_can_be_kept()
        => Prop.ForAll(Sets(), Arb.From(Gen.Choose(1, Length)), (set, slice) =>
        {
            HashSet<long> had = Bytes(set);
            IEnumerable<long> whole = Enumerable.Range(0, Length).Select(at => (long)at)
                .Where(at => Enumerable.Range(0, Length).Where(other => other / slice == at / slice).All(other => had.Contains(other)));
            return Bytes(Set(set).Whole(slice, Length)).SetEquals(whole);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_reads_as_it_was_written()
        => Prop.ForAll(Sets(), set => Set(set).Equals(RangeSet.Parse(Set(set).ToString(), Length))).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_very_many_ranges_the_longest_are_written()
    {
        RangeSet many = RangeSet.Of(Enumerable.Range(0, 1000).Select(at => (at * 1000L, at == 500 ? 900L : 10L)), long.MaxValue);

        RangeSet read = RangeSet.Parse(many.ToString(), long.MaxValue)!;

        Assert.InRange(many.ToString().Length, 1, 1500);
        Assert.Equal(read, read.And(many));
        Assert.Contains((500_000L, 900L), read.Ranges);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0-")]
    [InlineData("-1-2")]
    [InlineData("0-1,")]
    [InlineData("0-1,1-2")]
    [InlineData("5-6,1-2")]
    [InlineData("5-5")]
    [InlineData("0-41")]
    [InlineData("0-1 ")]
    [InlineData("0-99999999999999999999")]
    public void What_is_no_set_of_the_files_bytes_is_none(string text) => Assert.Null(RangeSet.Parse(text, Length));

    private static Arbitrary<(long Offset, long Length)[]> Sets()
        => Arb.From((from offset in Gen.Choose(0, Length - 1) from length in Gen.Choose(0, Length - offset) select ((long)offset, (long)length)).ArrayOf());

    private static RangeSet Set((long Offset, long Length)[] ranges) => RangeSet.Of(ranges, Length);

    private static HashSet<long> Bytes(RangeSet set) => Bytes([.. set.Ranges]);

    private static HashSet<long> Bytes((long Offset, long Length)[] ranges)
        => [.. ranges.SelectMany(range => Enumerable.Range((int)range.Offset, (int)range.Length).Select(at => (long)at))];
}
