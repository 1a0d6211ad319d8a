#if NETSTANDARD2_0
namespace CosSlice.Files;

/// <summary>What a path names, by one look and without opening it.</summary>
internal static class PlainFile
{
    /// <summary>Tells nothing: not every runtime of this build has a file's time to its last digit where it is not open.</summary>
    public static (long Length, DateTime LastWriteTimeUtc)? Look(string path)
    {
        _ = path;
        return null;
    }
}
#endif
