using System.Management.Automation;
using CosSlice.Errors;

namespace CosSlice.Paths;

/// <summary>Turns paths as PowerShell has them into absolute paths of the file system.</summary>
internal sealed class PathResolver(PathIntrinsics paths)
{
    private const string FileSystemPrefix = @"Microsoft.PowerShell.Core\FileSystem::";

    /// <summary>Takes a path as it is written.</summary>
    /// <exception cref="CosException"><c>PathNotFound</c> or <c>PathNotFileSystem</c>.</exception>
    public string Literal(string path)
        => Exact(path) ?? Resolve(
            path,
            () => (Path.GetFullPath(paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _)), provider));

    /// <summary>The file that a path names without anything to resolve: what most paths from a pipeline do.</summary>
    /// <param name="path">A path as it is written.</param>
    /// <returns>The file, or <see langword="null"/> where there is more to find out.</returns>
    public FoundFile? PlainFile(string path)
        => Absolute(path) is string full && full[full.Length - 1] != Path.DirectorySeparatorChar ? SourceCheck.FindPlain(full) : null;

    /// <summary>Takes every match of a path that may have wildcards.</summary>
    /// <returns>All matches; none where a wildcard has none.</returns>
    /// <exception cref="CosException"><c>PathNotFound</c> or <c>PathNotFileSystem</c>.</exception>
    public IReadOnlyList<string> Matches(string path)
    {
        string? exact = WildcardPattern.ContainsWildcardCharacters(path) ? null : Exact(WildcardPattern.Unescape(path));
        return exact is not null
            ? [exact]
            : Resolve(path, () => (paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider), provider));
    }

    /// <summary>The folder that a relative path starts from.</summary>
    /// <param name="path">The relative path, for the message.</param>
    /// <exception cref="CosException"><c>PathNotFileSystem</c>.</exception>
    public string CurrentFolder(string path) => Resolve(path, () => (paths.CurrentLocation.ProviderPath, paths.CurrentLocation.Provider));

    /// <summary>Whether a path without a match as a pattern is the name of a file as it stands.</summary>
    public bool IsLiterally(string path) => File.Exists(Path.Combine(paths.CurrentFileSystemLocation.ProviderPath, path));

    // On Unix an absolute path is one of the file system wherever the session is, and where it names a file, that is the file:
    // PowerShell reads the list of mounted file systems several times to come to the same. It also takes a backslash for a
    // separator there, and so can't name a file that has one in its name.
    private string? Exact(string path) => Absolute(path) is string full && File.Exists(full) ? full : null;

    private string? Absolute(string path)
    {
        // No path has a null character: what is one file's error there would end the command here.
        bool mayBePath = path.IndexOf('\0') < 0;
        if (Path.DirectorySeparatorChar == '\\' || !mayBePath)
        {
            return null;
        }

        string bare = path.StartsWith(FileSystemPrefix, StringComparison.OrdinalIgnoreCase) ? path.Substring(FileSystemPrefix.Length) : path;
        bool isAbsolute = bare.Length > 0 && bare[0] == '/';
        if (!isAbsolute && path.IndexOf('\\') < 0)
        {
            return null;
        }

        return Path.GetFullPath(isAbsolute ? bare : Path.Combine(paths.CurrentFileSystemLocation.ProviderPath, bare));
    }

    private static T Resolve<T>(string path, Func<(T Found, ProviderInfo Provider)> look)
    {
        (T Found, ProviderInfo Provider) result;
        try
        {
            result = look();
        }
        catch (ItemNotFoundException e)
        {
            // What stood for one file was escaped on the way in.
            throw CosErrors.PathNotFound(WildcardPattern.Unescape(path), e);
        }
        catch (SessionStateException e)
        {
            // A drive or a provider that isn't there.
            throw CosErrors.PathNotFound(path, e);
        }
        catch (ArgumentException e)
        {
            // A character that no path has.
            throw CosErrors.PathNotFound(path, e);
        }
        catch (NotSupportedException e)
        {
            throw CosErrors.PathNotFound(path, e);
        }
        catch (WildcardPatternException e)
        {
            throw CosErrors.PathNotFound(path, e);
        }

        return result.Provider.Name == "FileSystem"
            ? result.Found
            : throw InputErrors.PathNotFileSystem(path, result.Provider.Name);
    }
}
