namespace CosSlice.Hashing;

/// <summary>Takes a file's bytes from first to last, and makes digests of them.</summary>
internal interface IContentHash : IDisposable
{
    /// <summary>Takes the first bytes of a buffer, which is not to be changed until it is done.</summary>
    Task AppendAsync(byte[] buffer, int count);

    /// <summary>The digests, 20 bytes each, as <see cref="FileHash"/> has them.</summary>
    byte[] Finish();
}
