namespace CosSlice.Files;

/// <summary>What the system's exceptions about a path mean to a user: one reading for every place that meets them.</summary>
internal static class FileFailures
{
    /// <summary>The error to raise, or <see langword="null"/> where the exception is not about the file.</summary>
    public static CosException? Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => CosErrors.PathNotFound(path, failure),
        IOException or UnauthorizedAccessException => CosErrors.FileUnreadable(path, failure),
        _ => null,
    };
}
