using System.Security.Cryptography;

namespace CosSlice.Hashing;

/// <summary>The SHA-1 of the whole alone: the class library's, which uses the processor's own instructions for it.</summary>
internal sealed partial class WholeHash : IContentHash
{
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);

    public Task AppendAsync(byte[] buffer, int count)
    {
        _sha1.AppendData(buffer, 0, count);
        return Task.CompletedTask;
    }

    public byte[] Finish() => _sha1.GetHashAndReset();

    public void Dispose() => _sha1.Dispose();
}
