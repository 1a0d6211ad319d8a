using CosSlice.Benchmarks.Memory;

namespace CosSlice.Benchmarks.Load;

/// <summary>A sparse file of 16 GiB with some bytes in it, at places that no slice and no block begins with.</summary>
internal static class HugeFile
{
    public const long Length = 16L * 1024 * 1024 * 1024;

    private const long Step = (1024 * 1024 * 1024) - 12_345;
    private const int PatchSize = 10_000;

    /// <returns>Why there can be none in a folder, beside a copy of it; null where there can.</returns>
    public static string? FindObstacle(string folder) => SparseFile.FindObstacle(folder, 2 * Length);

    public static string Create(string path)
    {
        SparseFile.Create(path, Length);
        using FileStream file = File.OpenWrite(path);
        byte[] patch = new byte[PatchSize];
        for (long at = 1; at + PatchSize < Length; at += Step)
        {
            Random.Shared.NextBytes(patch);
            file.Position = at;
            file.Write(patch);
        }

        return path;
    }
}
