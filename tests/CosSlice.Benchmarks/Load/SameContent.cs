namespace CosSlice.Benchmarks.Load;

/// <summary>Compares what is stored with the file.</summary>
internal static class SameContent
{
    private const int BlockSize = 1024 * 1024;

    public static async Task<bool> IsInAsync(Stream first, Stream second, CancellationToken cancellationToken)
    {
        byte[] ours = new byte[BlockSize];
        byte[] theirs = new byte[BlockSize];
        int count;
        do
        {
            count = await first.ReadAtLeastAsync(ours, BlockSize, throwOnEndOfStream: false, cancellationToken);
            int other = await second.ReadAtLeastAsync(theirs, BlockSize, throwOnEndOfStream: false, cancellationToken);
            if (!ours.AsSpan(0, count).SequenceEqual(theirs.AsSpan(0, other)))
            {
                return false;
            }
        }
        while (count > 0);
        return true;
    }
}
