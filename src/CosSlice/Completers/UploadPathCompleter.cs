using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CosSlice.Paths;

namespace CosSlice.Completers;

/// <summary>
/// Offers the local paths that unfinished uploads were begun from, whether or not the files are still there: a path below the
/// folder that was typed in that folder's own words, and any whose file's name begins with a word that names no folder.
/// </summary>
internal sealed class UploadPathCompleter : IArgumentCompleter
{
    private const string PatternParameter = "Path";

    private static readonly char[] Separators = ['/', '\\'];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<CosUpload> uploads = new CosUploads().List();
        if (uploads.Count == 0)
        {
            return [];
        }

        TypedWord word = new(wordToComplete);
        bool isPattern = string.Equals(parameterName, PatternParameter, StringComparison.OrdinalIgnoreCase);
        int end = word.Text.LastIndexOfAny(Separators) + 1;
        string typedFolder = word.Text.Substring(0, end);
        string? folder = FolderOf(isPattern ? WildcardPattern.Unescape(typedFolder) : typedFolder);
        string begun = word.Text.Substring(end);
        string name = isPattern ? WildcardPattern.Unescape(begun) : begun;

        List<CompletionResult> offers = [];
        foreach (IGrouping<string, CosUpload> file in uploads.GroupBy(upload => upload.LiteralPath!, StringComparer.Ordinal))
        {
            string path = file.Key;
            string? value = folder is not null && Below(folder, path) is { } below && IsBegunBy(below, name)
                ? typedFolder + (isPattern ? WildcardPattern.Escape(below) : below)
                : null;
            if (value is null && end == 0 && IsBegunBy(Path.GetFileName(path), name))
            {
                value = isPattern ? WildcardPattern.Escape(path) : path;
            }

            if (value is not null)
            {
                offers.Add(word.Offer(value, path, $"{path} -> {string.Join("; ", file.Select(upload => $"{upload.Key}, {upload.State}"))}"));
            }
        }

        return offers;
    }

    private static bool IsBegunBy(string text, string begun) => text.StartsWith(begun, StringComparison.OrdinalIgnoreCase);

    // What remains of a path behind a folder that ends with its separator.
    private static string? Below(string folder, string path)
    {
        StringComparison comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.Length > folder.Length && path.StartsWith(folder, comparison) ? path.Substring(folder.Length) : null;
    }

    /// <summary>The folder that was typed, absolute and with its separator; <see langword="null"/> where it is none of the file system.</summary>
    private static string? FolderOf(string typed)
    {
        PathResolver resolver = new(CurrentPaths());
        try
        {
            string folder = typed.Length == 0 ? resolver.CurrentFolder(typed) : resolver.Literal(typed);
            return folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        }
        catch (CosException)
        {
            // Such as Env:/ or a drive that is not there: no file lies below it.
            return null;
        }
    }

    // A completer is not told of the session it works for; this way works in every language mode.
    private static PathIntrinsics CurrentPaths()
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        EngineIntrinsics engine = shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Variable")
            .AddParameter("Name", "ExecutionContext")
            .AddParameter("ValueOnly")
            .Invoke<EngineIntrinsics>()
            .Single();
        return engine.SessionState.Path;
    }
}
