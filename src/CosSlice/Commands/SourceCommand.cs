using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;

namespace CosSlice.Commands;

/// <summary>Files and the keys they go by: the parameters of every command that sets local files beside objects.</summary>
public abstract class SourceCommand : TargetCommand
{
    // The default, although -Path has the position: with Path as default, an object that has LiteralPath and Key would
    // have its text taken for a path (seen in PowerShell 7.6).
    private protected const string LiteralPathSet = "LiteralPath";
    private const string PathSet = "Path";

    // Tells "none was asked for" from a script block or property that came to nothing: a misspelt name is no wish for the
    // file's own. PowerShell puts it back before each input; no text that a user writes has it.
    private const string NoKey = "\0";

    private PathResolver _resolver = null!;
    private KeyBuilder _keys = null!;

    /// <summary>Files to send; wildcards name all their matches.</summary>
    [Parameter(
        ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [SupportsWildcards]
    [PathTransformation]
    public string[] Path { get; set; } = [];

    /// <summary>Files to send, exactly as they are named.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [AllowNull]
    [AllowEmptyString]
    public string?[]? LiteralPath { get; set; } = [];

    /// <summary>The object's whole key; without it the key is the prefix and the file's name or relative path.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Key { get; set; } = NoKey;

    /// <summary>What every key begins with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyPrefix { get; set; }

    /// <summary>The folder that keys are relative to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    private protected bool PathsFromPipeline { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _resolver = new PathResolver(SessionState.Path);
        _keys = this.OrTerminate(() =>
        {
            string? root = Root is null ? null : _resolver.Literal(Root);
            return root is null || Directory.Exists(root)
                ? new KeyBuilder(KeyPrefix, root, System.IO.Path.DirectorySeparatorChar == '\\')
                : throw InputErrors.RootNotFound(root);
        });
        PathsFromPipeline = MyInvocation.ExpectingInput;
        if (!PathsFromPipeline && Paths.Any(string.IsNullOrEmpty))
        {
            this.OrTerminate<bool>(() => throw InputErrors.PathEmpty(key: null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<FoundFile> files = [];
        foreach (string? path in Paths)
        {
            try
            {
                Find(path, files);
            }
            catch (CosException e)
            {
                WriteError(ErrorRecords.From(e, path));
            }
        }

        Found(files);
        foreach (FoundFile file in files)
        {
            try
            {
                Process(file);
            }
            catch (CosException e)
            {
                WriteError(ErrorRecords.From(e, file.Path));
            }
        }
    }

    /// <summary>The files of one input are known, and none of them was processed yet.</summary>
    private protected virtual void Found(IReadOnlyList<FoundFile> files)
    {
    }

    /// <summary>Does with one file what the command is for.</summary>
    /// <exception cref="CosException">It becomes the file's error; the others go on.</exception>
    private protected abstract void Process(FoundFile file);

    /// <summary>The key of one file.</summary>
    /// <exception cref="CosException"><c>InvalidKey</c>, <c>KeyOutsideRoot</c> or <c>InvalidOption</c>.</exception>
    private protected ObjectKey KeyOf(FoundFile file) => _keys.Build(file.Path, Key == NoKey ? null : Key ?? string.Empty);

    private bool IsLiteral => ParameterSetName == LiteralPathSet;

    // A row of a CSV file may have an empty cell, which is an error of that row alone: it must bind to be told of by its key.
    private string?[] Paths => IsLiteral ? LiteralPath ?? [null] : Path;

    private void Find(string? path, List<FoundFile> files)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw InputErrors.PathEmpty(Key == NoKey ? null : Key);
        }

        bool wildcards = !IsLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        string name = IsLiteral ? path! : WildcardPattern.Unescape(path);
        if (!wildcards && _resolver.PlainFile(name) is FoundFile file)
        {
            files.Add(file);
        }
        else if (IsLiteral)
        {
            Look(_resolver.Literal(path!), explicitly: !PathsFromPipeline, files);
        }
        else
        {
            Matches(path!, wildcards, files);
        }
    }

    private void Matches(string path, bool wildcards, List<FoundFile> files)
    {
        IReadOnlyList<string> matches = _resolver.Matches(path);
        if (matches.Count == 0)
        {
            // In a script, nothing to send is rarely what was meant.
            WriteWarning(_resolver.IsLiterally(path)
                ? TextFormat.Of(CommandTexts.MatchesNothingAsPattern, path)
                : TextFormat.Of(CommandTexts.MatchesNothing, path));
        }

        foreach (string match in matches)
        {
            try
            {
                Look(match, explicitly: !wildcards && !PathsFromPipeline, files);
            }
            catch (CosException e)
            {
                WriteError(ErrorRecords.From(e, match));
            }
        }
    }

    private void Look(string path, bool explicitly, List<FoundFile> files)
    {
        if (SourceCheck.Find(path) is FoundFile file)
        {
            files.Add(file);
        }
        else if (explicitly)
        {
            throw CosErrors.PathIsFolder(path);
        }
        else
        {
            WriteVerbose(TextFormat.Of(CommandTexts.FolderSteppedOver, path));
        }
    }
}
