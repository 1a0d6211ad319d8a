using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using CosSlice.Hashing;

namespace CosSlice.Benchmarks.Micro;

/// <summary>A slice's bytes through each hash that the engine computes, and the class library's SHA-1 beside its own.</summary>
public class HashBenchmark : IDisposable
{
    private readonly byte[] _slice = RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte);
    private readonly Sha1Core _engine = new();
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    [Benchmark(Description = "engine SHA-1 of 1 MiB")]
    public void EngineSha1() => _engine.Append(_slice, 0, _slice.Length);

    [Benchmark(Description = "class library SHA-1 of 1 MiB")]
    public void LibrarySha1() => _sha1.AppendData(_slice);

    [Benchmark(Description = "class library MD5 of 1 MiB")]
    public void LibraryMd5() => _md5.AppendData(_slice);

    public void Dispose()
    {
        _sha1.Dispose();
        _md5.Dispose();
        GC.SuppressFinalize(this);
    }
}
