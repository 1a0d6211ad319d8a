using System.Security.Cryptography;
using CosSlice.Hashing.Lanes;
using CosSlice.Http;

namespace CosSlice.Hashing;

/// <summary>What is computed of the bytes of a request, while they go out where it can be.</summary>
internal abstract class RangeDigest : IDisposable
{
    /// <summary>What computes a digest, or <see langword="null"/> for none.</summary>
    /// <param name="digest">Which.</param>
    /// <param name="md5">Where the MD5 of several requests goes side by side.</param>
    public static RangeDigest? Create(ContentDigest digest, HashLanes md5) => digest switch
    {
#pragma warning disable CA5350, CA5351 // the protocol's own; they guard against damage, not against attack
        ContentDigest.Md5 when md5.IsOfUse => new LaneDigest(new Md5Core(Blocks.Md5Kernel.Best), md5),
        ContentDigest.Md5 => new LibraryDigest(IncrementalHash.CreateHash(HashAlgorithmName.MD5)),
        ContentDigest.Sha1 => new LibraryDigest(IncrementalHash.CreateHash(HashAlgorithmName.SHA1)),
#pragma warning restore CA5350, CA5351
        _ => null,
    };

    /// <summary>Takes the first bytes of a buffer, which is not to be changed until <see cref="EndAsync"/>.</summary>
    public abstract void Begin(byte[] buffer, int count);

    /// <summary>Waits until what was begun is done.</summary>
    public abstract Task EndAsync();

    /// <summary>The digest, in lower-case hex.</summary>
    public abstract string Finish();

    public abstract void Dispose();
}
