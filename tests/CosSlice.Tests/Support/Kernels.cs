using System.Security.Cryptography;
using CosSlice.Hashing;
using CosSlice.Hashing.Blocks;

namespace CosSlice.Tests.Support;

/// <summary>The engine's hashes in every way that this machine can compute them.</summary>
internal static class Kernels
{
    /// <summary>The names of the sets of instructions that the machine has.</summary>
    public static IEnumerable<string> Sets => Enum.GetValues<VectorSet>().Where(set => set <= VectorSets.Best).Select(set => set.ToString());

    /// <summary>Both hashes with those sets with which several contents go side by side; nothing where the machine has none.</summary>
    public static TheoryData<bool, string> SideBySide
    {
        get
        {
            TheoryData<bool, string> ways = [];
            foreach (string set in Sets.Where(set => set != nameof(VectorSet.None)))
            {
                ways.Add(true, set);
                ways.Add(false, set);
            }

            return ways;
        }
    }

    public static Sha1Kernel Sha1(string set, bool hasVectorRounds = true) => new(Enum.Parse<VectorSet>(set), hasVectorRounds);

    public static Md5Kernel Md5(string set) => new(Enum.Parse<VectorSet>(set));

    /// <summary>The work on blocks of one of the two.</summary>
    public static BlockKernel Of(bool isSha1, string set) => isSha1 ? Sha1(set) : Md5(set);

    /// <summary>One of the two, from its beginning.</summary>
    public static BlockHash Start(bool isSha1, string set) => isSha1 ? new Sha1Core(Sha1(set)) : new Md5Core(Md5(set));

    /// <summary>What the class library says.</summary>
#pragma warning disable CA5350, CA5351 // these two are what is looked at
    public static byte[] Expected(bool isSha1, ReadOnlySpan<byte> data) => isSha1 ? SHA1.HashData(data) : MD5.HashData(data);
#pragma warning restore CA5350, CA5351

    public static byte[] Bytes(int length, int seed)
    {
        byte[] data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }
}
