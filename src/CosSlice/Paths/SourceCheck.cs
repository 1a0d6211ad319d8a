using CosSlice.Files;

namespace CosSlice.Paths;

/// <summary>What stands under a path, found without opening it.</summary>
internal static class SourceCheck
{
    /// <summary>Looks a path up, and asks the system but once.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The file; <see langword="null"/> for whatever is none, or a link to one.</returns>
    public static FoundFile? FindPlain(string path)
    {
        FileInfo file = new(path);
        return file.Exists && (file.Attributes & FileAttributes.ReparsePoint) == 0 ? new FoundFile(path, file.Length) : null;
    }

    /// <summary>Looks a path up.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The file, or <see langword="null"/> for a folder.</returns>
    /// <exception cref="CosException"><c>PathNotFound</c> or <c>FileUnreadable</c>.</exception>
    public static FoundFile? Find(string path)
    {
        try
        {
            FileAttributes attributes = File.GetAttributes(path);
            if ((attributes & FileAttributes.Directory) != 0)
            {
                return null;
            }

            bool isLink = (attributes & FileAttributes.ReparsePoint) != 0;
            return new FoundFile(path, isLink ? LinkTarget.Length(path) : new FileInfo(path).Length);
        }
        catch (Exception e) when (FileFailures.Explain(path, e) is { } explained)
        {
            throw explained;
        }
        catch (ArgumentException e)
        {
            // Windows PowerShell's runtime refuses characters that no file name has.
            throw CosErrors.PathNotFound(path, e);
        }
        catch (NotSupportedException e)
        {
            throw CosErrors.PathNotFound(path, e);
        }
    }
}
