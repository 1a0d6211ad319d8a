using CosSlice.Errors;

namespace CosSlice.Paths;

/// <summary>Decides under which key a file goes up.</summary>
/// <param name="prefix">What was given as a prefix, as the user wrote it.</param>
/// <param name="root">The absolute folder that keys are relative to, or <see langword="null"/> for the files' names alone.</param>
/// <param name="windows">Whether paths are those of Windows: a backslash separates, and case does not count.</param>
internal sealed class KeyBuilder(string? prefix, string? root, bool windows)
{
    private readonly string _prefix = prefix is null ? string.Empty : ObjectKey.Normalize(prefix);
    private readonly string? _root = root is null ? null : Terminate(root, windows);

    /// <summary>Whether the key is made here, so that a whole key beside it would contradict.</summary>
    public bool HasRules => _prefix.Length > 0 || _root is not null;

    /// <summary>The key of one file.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="key">The whole key as the user wrote it, where there is one.</param>
    /// <exception cref="CosException"><c>InvalidKey</c>, <c>KeyOutsideRoot</c>, or <c>InvalidOption</c> for a whole key beside a prefix or root.</exception>
    public ObjectKey Build(string path, string? key)
    {
        if (key is not null)
        {
            return HasRules
                ? throw InputErrors.KeyWithPrefixOrRoot(key)
                : ObjectKey.Create(ObjectKey.Normalize(key));
        }

        return ObjectKey.Create(_prefix + Relative(path));
    }

    private string Relative(string path)
    {
        // On Unix a backslash is an ordinary character of a name, and stays one.
        string slashed = windows ? path.Replace('\\', '/') : path;
        if (_root is null)
        {
            return slashed.Substring(slashed.LastIndexOf('/') + 1);
        }

        StringComparison comparison = windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return slashed.StartsWith(_root, comparison)
            ? slashed.Substring(_root.Length)
            : throw InputErrors.KeyOutsideRoot(path, root!);
    }

    private static string Terminate(string folder, bool windows)
        => (windows ? folder.Replace('\\', '/') : folder).TrimEnd('/') + "/";
}
