using CosSlice.Transfer;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

public class SlicePlanTests
{
    [Fact]
    public void Every_byte_is_in_exactly_one_slice()
        => Prop.ForAll<PositiveInt, PositiveInt>((length, size) =>
        {
            SlicePlan plan = new(length.Get, size.Get);
            long next = 0;
            for (long i = 0; i < plan.Count; i++)
            {
                (long offset, long count) = plan[i];
                bool isFull = count == size.Get || (i == plan.Count - 1 && count > 0 && count < size.Get);
                if (offset != next || offset % size.Get != 0 || !isFull)
                {
                    return false;
                }

                next += count;
            }

            return next == length.Get;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(TransferOptions.FileMaximum, 1048576, 65536, 1048576)]
    [InlineData(TransferOptions.FileMaximum - 1, 1048576, 65536, 1048575)]
    [InlineData(1, 1048576, 1, 1)]
    [InlineData(1048577, 1048576, 2, 1)]
    public void The_last_slice_is_what_remains(long length, long size, long count, long last)
    {
        SlicePlan plan = new(length, size);

        Assert.Equal(count, plan.Count);
        Assert.Equal((length - last, last), plan[count - 1]);
    }
}
