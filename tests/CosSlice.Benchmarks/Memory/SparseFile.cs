namespace CosSlice.Benchmarks.Memory;

/// <summary>Files that take no room where the file system can do without it.</summary>
internal static class SparseFile
{
    private const long Gibibyte = 1024L * 1024 * 1024;

    // So that the disk is not full where the file takes its room all the same.
    private const long Reserve = 2 * Gibibyte;

    /// <returns>Why there can be none of this size in a folder, or null where there can.</returns>
    public static string? FindObstacle(string folder, long length)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= length + Reserve
            ? null
            : $"the disk of {folder} has {free / Gibibyte} GiB left, and {(length + Reserve) / Gibibyte} are wanted in case that the file takes its room";
    }

    public static string Create(string path, long length)
    {
        using FileStream file = File.Create(path);
        file.SetLength(length);
        return path;
    }
}
