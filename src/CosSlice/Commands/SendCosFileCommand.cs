using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;

namespace CosSlice.Commands;

/// <summary>Uploads files: small ones in one request, larger ones in slices, several at once.</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "CosFile",
    DefaultParameterSetName = LiteralPathSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CosFile))]
public sealed class SendCosFileCommand : TransferCommand
{
    // The default, although -Path has the position: with Path as default, an object that has LiteralPath and Key would
    // have its text taken for a path (seen in PowerShell 7.6).
    private const string LiteralPathSet = "LiteralPath";
    private const string PathSet = "Path";

    // Tells "none was asked for" from a script block or property that came to nothing: a misspelt name is no wish for the
    // file's own. PowerShell puts it back before each input; no text that a user writes has it.
    private const string NoKey = "\0";

    private readonly TargetSet _targets = new();
    private PathResolver _resolver = null!;
    private KeyBuilder _keys = null!;
    private bool _pathsFromPipeline;

    /// <summary>Files to send; wildcards name all their matches.</summary>
    [Parameter(
        ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [PathTransformation]
    public string[] Path { get; set; } = [];

    /// <summary>Files to send, exactly as they are named.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

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
        _pathsFromPipeline = MyInvocation.ExpectingInput;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        HandOut();
        List<FoundFile> files = [];
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            OrWriteError(path, () => files.AddRange(literal ? Look(_resolver.Literal(path), explicitly: !_pathsFromPipeline) : Matches(path)));
        }

        foreach (FoundFile file in files)
        {
            Meter.Expect(file.Length);
        }

        Meter.InputComplete = !_pathsFromPipeline;
        foreach (FoundFile file in files)
        {
            OrWriteError(file.Path, () => SendOne(file));
        }
    }

    private void SendOne(FoundFile file)
    {
        bool started = false;
        try
        {
            ObjectKey key = _keys.Build(file.Path, Key == NoKey ? null : Key ?? string.Empty);
            CosContext target = TargetOfInput();
            _targets.Claim(target, key, file.Path);
            string overwriting = Force ? ", overwriting what is there" : string.Empty;
            if (ShouldProcess(file.Path, $"Upload to {target} as '{key}'{overwriting}"))
            {
                started = true;
                Send(target, file, key);
            }
        }
        finally
        {
            if (!started)
            {
                Meter.Withdraw(file.Length);
            }
        }
    }

    private List<FoundFile> Matches(string path)
    {
        bool wildcards = WildcardPattern.ContainsWildcardCharacters(path);
        IReadOnlyList<string> matches = _resolver.Matches(path);
        if (matches.Count == 0)
        {
            // In a script, nothing to send is rarely what was meant.
            WriteWarning(_resolver.IsLiterally(path)
                ? $"'{path}' matches nothing as a pattern, but there is a file of exactly that name: use -LiteralPath."
                : $"'{path}' matches nothing.");
        }

        List<FoundFile> files = [];
        foreach (string match in matches)
        {
            OrWriteError(match, () => files.AddRange(Look(match, explicitly: !wildcards && !_pathsFromPipeline)));
        }

        return files;
    }

    private FoundFile[] Look(string path, bool explicitly)
    {
        if (SourceCheck.Find(path) is FoundFile file)
        {
            return [file];
        }

        if (explicitly)
        {
            throw CosErrors.PathIsFolder(path);
        }

        WriteVerbose($"'{path}' is a folder: stepped over.");
        return [];
    }

    private void OrWriteError(string path, Action step)
    {
        try
        {
            step();
        }
        catch (CosException e)
        {
            WriteError(ErrorRecords.From(e, path));
        }
    }
}
