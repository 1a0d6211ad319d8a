namespace CosSlice.Transfer;

/// <summary>How a file falls into slices: all of one size but the last, which is what remains.</summary>
/// <param name="length">The file's length in bytes; more than 0.</param>
/// <param name="sliceSize">Bytes a slice.</param>
/// <param name="start">Where the first slice begins, in bytes; less than the length.</param>
internal sealed class SlicePlan(long length, long sliceSize, long start = 0)
{
    public long Count { get; } = ((length - start - 1) / sliceSize) + 1;

    public (long Offset, long Length) this[long index]
    {
        get
        {
            long offset = start + (index * sliceSize);
            return (offset, Math.Min(sliceSize, length - offset));
        }
    }
}
