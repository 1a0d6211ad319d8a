namespace CosSlice.Hashing;

/// <summary>Takes a file's bytes from first to last, and makes digests of them.</summary>
internal interface IContentHash : IDisposable
{
    /// <summary>Takes the first bytes of a buffer.</summary>
    void Append(byte[] buffer, int count);

    /// <summary>The digests, 20 bytes each, as <see cref="FileHash"/> has them.</summary>
    byte[] Finish();
}
