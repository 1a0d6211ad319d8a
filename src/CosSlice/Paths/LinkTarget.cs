namespace CosSlice.Paths;

/// <summary>The one thing about links that the two targets do differently.</summary>
internal static class LinkTarget
{
    /// <summary>The length in bytes of the file behind a symbolic link; the link's own is that of its text.</summary>
    public static long Length(string path)
    {
#if NET8_0_OR_GREATER
        FileSystemInfo? target = File.ResolveLinkTarget(path, returnFinalTarget: true);
        return target is null ? new FileInfo(path).Length : new FileInfo(target.FullName).Length;
#else
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return stream.Length;
#endif
    }
}
