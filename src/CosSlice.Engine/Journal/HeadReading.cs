namespace CosSlice.Journal;

/// <summary>What a file that should be a head turned out to be.</summary>
internal sealed class HeadReading
{
    private HeadReading(UploadRecord? record, string? problem, bool isForeign)
    {
        Record = record;
        Problem = problem;
        IsForeign = isForeign;
    }

    /// <summary>The record, where it is one.</summary>
    public UploadRecord? Record { get; }

    /// <summary>Why it is none, as the end of a sentence that begins with its path.</summary>
    public string? Problem { get; }

    /// <summary>Whether another version of the module wrote it, which will read it again: it is to be left as it is.</summary>
    public bool IsForeign { get; }

    public static HeadReading Of(UploadRecord record) => new(record, null, isForeign: false);

    public static HeadReading Damaged(string problem) => new(null, problem, isForeign: false);

    public static HeadReading Foreign(string problem) => new(null, problem, isForeign: true);
}
