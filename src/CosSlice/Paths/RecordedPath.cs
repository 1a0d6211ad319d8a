using System.Management.Automation;

namespace CosSlice.Paths;

/// <summary>
/// What -Path or -LiteralPath says, held against the paths that unfinished uploads were begun from: the files themselves may
/// be gone.
/// </summary>
internal sealed class RecordedPath
{
    private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';
    private static readonly char[] Separators = ['/', '\\'];

    private readonly string _folder;
    private readonly WildcardPattern[] _names;

    private RecordedPath(string folder, WildcardPattern[] names)
    {
        _folder = folder;
        _names = names;
    }

    /// <summary>Whether one text may stand for several paths, or none.</summary>
    public bool HasWildcards => _names.Length > 0;

    /// <summary>Takes a path as it is written.</summary>
    /// <exception cref="CosException"><c>PathNotFound</c> or <c>PathNotFileSystem</c>.</exception>
    public static RecordedPath Literal(PathResolver resolver, string path) => new(Slashed(resolver.Literal(path)), []);

    /// <summary>Takes a path that may have wildcards. One stands for part of a name, never for a separator.</summary>
    /// <exception cref="CosException"><c>PathNotFound</c> or <c>PathNotFileSystem</c>.</exception>
    public static RecordedPath Pattern(PathResolver resolver, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return Literal(resolver, WildcardPattern.Unescape(path));
        }

        int end = path.LastIndexOfAny(Separators, FirstWildcard(path)) + 1;
        string folder = end == 0 ? resolver.CurrentFolder(path) : resolver.Literal(WildcardPattern.Unescape(path.Substring(0, end)));
        return new RecordedPath(Slashed(folder).TrimEnd('/'), Patterns(path, path.Substring(end).Split(Separators)));
    }

    /// <summary>Whether it stands for this path.</summary>
    /// <param name="recorded">An absolute path.</param>
    public bool Matches(string recorded)
    {
        string path = Slashed(recorded);
        for (int i = _names.Length - 1; i >= 0; i--)
        {
            int end = path.LastIndexOf('/');
            if (end < 0 || !_names[i].IsMatch(path.Substring(end + 1)))
            {
                return false;
            }

            path = path.Substring(0, end);
        }

        return string.Equals(path, _folder, IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static WildcardPattern[] Patterns(string path, string[] names)
    {
        WildcardOptions options = IsWindows ? WildcardOptions.IgnoreCase : WildcardOptions.None;
        try
        {
            WildcardPattern[] patterns = [.. names.Select(name => WildcardPattern.Get(name, options))];

            // What is malformed is only found when it is used.
            _ = Array.Exists(patterns, pattern => pattern.IsMatch(string.Empty));
            return patterns;
        }
        catch (WildcardPatternException e)
        {
            throw CosErrors.PathNotFound(path, e);
        }
    }

    // On Unix a backslash is an ordinary character of a name.
    private static string Slashed(string path) => IsWindows ? path.Replace('\\', '/') : path;

    private static int FirstWildcard(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '`')
            {
                i++;
            }
            else if (path[i] is '*' or '?' or '[')
            {
                return i;
            }
        }

        return path.Length - 1;
    }
}
