using System.Management.Automation;
using CosSlice.Completers;
using CosSlice.Contexts;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Signatures;
using CosSlice.Transfer;

namespace CosSlice.Commands;

/// <summary>
/// Which unfinished uploads are meant: by id, by the path that they were begun from, or by piped object. Where an upload goes
/// is remembered with it; who signs is asked for anew.
/// </summary>
public abstract class UploadCommand : RequestCommand
{
    // One set for -UploadId and -LiteralPath, and neither mandatory: an object that has both must bind both, and with a set
    // for each PowerShell 7.6 takes one of the two and drops the other.
    private protected const string IdSet = "Id";
    private const string PathSet = "Path";

    private PathResolver _resolver = null!;
    private CosUploads _uploads = null!;
    private IReadOnlyList<CosUpload>? _all;
    private CosContext? _signer;

    /// <summary>Ids of uploads.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Filled]
    [ArgumentCompleter(typeof(UploadIdCompleter))]
    public string[] UploadId { get; set; } = [];

    /// <summary>The local paths that uploads were begun from, whether or not the files are still there; wildcards name all their matches.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Filled]
    [SupportsWildcards]
    [PathTransformation]
    [ArgumentCompleter(typeof(UploadPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>The local paths that uploads were begun from, exactly as they are named.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [Filled]
    [ArgumentCompleter(typeof(UploadPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The object's key: what tells uploads of one file apart.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Filled]
    public string? Key { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _resolver = new PathResolver(SessionState.Path);
        _uploads = new CosUploads(stateFolder: null, WriteWarning);
        _ = this.OrTerminate(OwnParts);
        _signer = NeedsService ? this.OrTerminate(Signer) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<CosUpload> uploads = [];
        if (UploadId.Length > 0)
        {
            Each(UploadId, id => uploads.AddRange(OfId(id)));
        }
        else if (Path.Length > 0)
        {
            Each(Path, path => uploads.AddRange(OfPath(path, RecordedPath.Pattern(_resolver, path))));
        }
        else if (LiteralPath.Length > 0)
        {
            Each(LiteralPath, path => uploads.AddRange(OfPath(path, RecordedPath.Literal(_resolver, path))));
        }
        else
        {
            Each<object?>([null], _ => uploads.AddRange(Unnamed()));
        }

        Process(uploads);
    }

    /// <summary>Whether the service is asked, so that there must be a credential.</summary>
    private protected abstract bool NeedsService { get; }

    /// <summary>Does with the uploads of one input what the command is for.</summary>
    private protected abstract void Process(IReadOnlyList<CosUpload> uploads);

    /// <summary>What is meant where neither id nor path is named.</summary>
    /// <exception cref="CosException"><c>InvalidOption</c>: nothing.</exception>
    private protected virtual IEnumerable<CosUpload> Unnamed() => throw InputErrors.NoUploadNamed(MyInvocation.MyCommand.Name);

    /// <summary>Whether a remembered upload is one that the input means.</summary>
    /// <exception cref="CosException">A part of the place is malformed.</exception>
    private protected virtual bool IsMeant(CosUpload upload)
        => (Key is null || Key == upload.Key) && PlaceOfInput.Contradiction(upload) is null;

    /// <summary>What is meant by an id, or by an object without one, that nothing is remembered of; <see langword="null"/> for nothing.</summary>
    /// <exception cref="CosException">What else is known of it is malformed.</exception>
    private protected virtual CosUpload? Unknown(string? uploadId) => null;

    /// <summary>Tells that something named is not there.</summary>
    /// <exception cref="CosException">It is an error.</exception>
    private protected virtual void NotFound(CosException problem) => throw problem;

    /// <summary>All that are remembered and that the input means.</summary>
    private protected IEnumerable<CosUpload> Meant()
    {
        _all ??= _uploads.List();
        return _all.Where(IsMeant);
    }

    /// <summary>Where an upload goes, and who signs for it now; for display alone where nobody need.</summary>
    /// <exception cref="CosException">What is remembered makes no target, or the signature is not for it.</exception>
    private protected CosContext TargetOf(CosUpload upload)
        => _signer is null ? CosContext.Create().For(upload) : Check(_signer.For(upload));

    /// <summary>What the piped object itself says of an upload, where it says all and it is that upload's.</summary>
    /// <param name="uploadId">Its id; <see langword="null"/> where the object has none, as what is finished has none.</param>
    private protected CosUpload? Described(string? uploadId)
    {
        if (UploadId.Length > 1 || LiteralPath.Length != 1 || Key is null)
        {
            return null;
        }

        CosContext place = Known();
        ObjectKey key = ObjectKey.Create(Key);
        if (place is not { AppId: not null, Bucket: not null, Endpoint: not null })
        {
            return null;
        }

        string id = UploadIdentity.Of(place, key.Value);
        return uploadId is null || id == uploadId
            ? new CosUpload
            {
                UploadId = id,
                State = uploadId is null ? CosUploadState.Completed : CosUploadState.Interrupted,
                LiteralPath = _resolver.Literal(LiteralPath[0]),
                Key = key.Value,
                Bucket = place.Bucket,
                AppId = place.AppId,
                Endpoint = place.Endpoint,
                ApiVersion = place.ApiVersion,
            }
            : null;
    }

    /// <summary>Takes a step for each, and turns what fails into the error of that one.</summary>
    private protected void Each<T>(IEnumerable<T> items, Action<T> step)
    {
        foreach (T item in items)
        {
            try
            {
                step(item);
            }
            catch (CosException e)
            {
                WriteError(ErrorRecords.From(e, item));
            }
        }
    }

    private CosUpload[] OfId(string uploadId)
    {
        CosUpload? upload = _uploads.Find(uploadId) is { } remembered
            ? IsMeant(remembered) ? remembered : null
            : Unknown(uploadId);
        if (upload is not null)
        {
            return [upload];
        }

        NotFound(CosErrors.UploadNotFound(uploadId));
        return [];
    }

    private List<CosUpload> OfPath(string path, RecordedPath recorded)
    {
        List<CosUpload> found = [.. Meant().Where(upload => recorded.Matches(upload.LiteralPath!))];
        if (found.Count == 0 && recorded.HasWildcards)
        {
            // In a script, nothing to carry on may be what was hoped for.
            WriteWarning(TextFormat.Of(CommandTexts.MatchesNoUpload, path));
        }
        else if (found.Count == 0 && Unknown(uploadId: null) is { } described)
        {
            found.Add(described);
        }
        else if (found.Count == 0)
        {
            NotFound(InputErrors.NoUploadOfPath(path));
        }

        return found;
    }

    private CosContext Signer()
    {
        CosContext known = ContextLayers.ResolveSigner(OwnParts(), Context, SessionContext.Current);
        known.EnsureCredential();
        known.EnsureTimeLeft(new ServerClock(Clock.System));
        return known;
    }
}
