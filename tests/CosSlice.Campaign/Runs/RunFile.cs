using CosSlice.Campaign.Plans;

namespace CosSlice.Campaign.Runs;

/// <summary>One file of a run: what is in it, and what its object may be.</summary>
internal sealed class RunFile
{
    private List<byte[]> _all;
    private readonly DateTime _firstWrite = DateTime.UtcNow.AddHours(-1);
    private bool _hasChangedInSecret;

    public RunFile(FilePlan plan, string path)
    {
        Plan = plan;
        Path = path;
        Current = plan.Content();
        Before = Current;
        Versions = [Current];
        _all = [Current];
        Write(Current);
        File.SetLastWriteTimeUtc(path, _firstWrite);
    }

    public FilePlan Plan { get; }

    public string Key => Plan.Key;

    public string Path { get; }

    /// <summary>What is in the file.</summary>
    public byte[] Current { get; private set; }

    /// <summary>What was in the file at the beginning.</summary>
    public byte[] Before { get; }

    /// <summary>What the call under way may store: what is in it, and what was in it since the call began.</summary>
    public List<byte[]> Versions { get; private set; }

    /// <summary>What other machines send under the same key.</summary>
    public List<byte[]> Foreign { get; } = [];

    /// <summary>Whether it is what another machine sends.</summary>
    public bool IsForeign(byte[] content) => Foreign.Exists(foreign => foreign.AsSpan().SequenceEqual(content));

    /// <summary>What a finished object was seen to hold.</summary>
    public byte[]? Finished { get; set; }

    public bool IsStored { get; set; }

    /// <summary>Whether the client refused to touch what another machine has stored.</summary>
    public bool IsRefused { get; set; }

    public bool HasChanged { get; private set; }

    public bool IsPending => !IsStored && !IsRefused;

    /// <summary>
    /// A call begins: what was in the file before is no more what it may store, unless it is of an upload that was begun then, or nothing but
    /// reading the file anew could tell that it is another. An upload of before that is finished by now is told of as it is.
    /// </summary>
    public void BeginCall(bool isResume)
    {
        if (!File.Exists(Path))
        {
            Write(Current);
        }

        Versions = isResume || _hasChangedInSecret ? [.. _all] : [Current];
        if (isResume && Finished is { } finished && finished.AsSpan().SequenceEqual(Before))
        {
            Versions.Add(Before);
        }
    }

    /// <summary>
    /// Changes the file while nobody reads it, so that everybody can see it: what was in it before is not to be stored any more.
    /// </summary>
    public void ChangeBetweenCalls(SourceChange change)
    {
        Change(change);
        _all = [Current];
    }

    /// <summary>Changes the file under the one who reads it.</summary>
    public void Change(SourceChange change)
    {
        HasChanged = true;
        switch (change)
        {
            case SourceChange.Touched:
                File.SetLastWriteTimeUtc(Path, DateTime.UtcNow);
                return;
            case SourceChange.Deleted:
                File.Delete(Path);
                return;
            case SourceChange.Grown:
                Become([.. Current, .. new byte[1 + (Current.Length / 3)]]);
                Write(Current);
                break;
            case SourceChange.Truncated:
                Become(Current[..(Current.Length / 2)]);
                Write(Current);
                break;
            case SourceChange.Replaced:
                Become(Plan.Twin(at: null));
                File.WriteAllBytes(Path + ".new", Current);
                File.Move(Path + ".new", Path, overwrite: true);
                break;
            case SourceChange.RewrittenAtStart:
                Become(Plan.Twin(at: 0));
                Write(Current);
                break;
            default:
                Become(Plan.Twin(at: 0.7));
                Write(Current);
                break;
        }

        if (change == SourceChange.RewrittenInSecret)
        {
            _hasChangedInSecret = true;
            File.SetLastWriteTimeUtc(Path, _firstWrite);
        }
    }

    private void Become(byte[] content)
    {
        Current = content;
        Versions.Add(content);
        _all.Add(content);
    }

    // In place, as an editor or a log does; what is read meanwhile may be of both.
    private void Write(byte[] content)
    {
        using FileStream file = new(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(content);
        file.SetLength(content.Length);
    }
}
