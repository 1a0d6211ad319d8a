using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using CosSlice.Hashing;
using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;

namespace CosSlice.Benchmarks.Micro;

/// <summary>A slice's bytes through each hash that the engine computes, and the class library's beside its own; a slice of each of eight contents side by side, too.</summary>
public class HashBenchmark : IDisposable
{
    private readonly byte[] _slice = RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte);
    private readonly Sha1Core _engine = new();
    private readonly Md5Core _engineMd5 = new(Md5Kernel.Best);
    private readonly LaneBatch _sha1Lanes = new(Sha1Kernel.Best);
    private readonly LaneBatch _md5Lanes = new(Md5Kernel.Best);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    [Benchmark(Description = "engine SHA-1 of 1 MiB")]
    public void EngineSha1() => _engine.Append(_slice, 0, _slice.Length);

    [Benchmark(Description = "engine SHA-1 of 8 × 1 MiB side by side")]
    public int EngineSha1Lanes() => SideBySide(_sha1Lanes, Sha1Kernel.Best);

    [Benchmark(Description = "engine MD5 of 1 MiB")]
    public void EngineMd5() => _engineMd5.Append(_slice, 0, _slice.Length);

    [Benchmark(Description = "engine MD5 of 8 × 1 MiB side by side")]
    public int EngineMd5Lanes() => SideBySide(_md5Lanes, Md5Kernel.Best);

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

    // Where the processor has no vectors they go one after another.
    private int SideBySide(LaneBatch batch, BlockKernel kernel)
    {
        int blocks = _slice.Length / BlockKernel.BlockSize;
        bool isSideBySide = kernel.LeastLanes <= BlockKernel.Lanes;
        for (int turn = 0; turn < (isSideBySide ? 1 : BlockKernel.Lanes); turn++)
        {
            batch.Jobs.Clear();
            for (int lane = 0; lane < (isSideBySide ? BlockKernel.Lanes : 1); lane++)
            {
                batch.Jobs.Add(new LaneJob(new uint[kernel.StateWords], _slice, 0, blocks, TaskCreationOptions.None));
            }

            batch.Compress(blocks);
        }

        return blocks;
    }
}
