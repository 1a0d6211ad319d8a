namespace CosSlice.Journal;

/// <summary>What came of asking for an upload's lock.</summary>
internal sealed class LockAnswer
{
    private LockAnswer(UploadLock? held, LockHolder? holder, string? problem)
    {
        Lock = held;
        Holder = holder;
        Problem = problem;
    }

    /// <summary>The lock; <see langword="null"/> where another upload has it.</summary>
    public UploadLock? Lock { get; }

    /// <summary>Who has it, where it is taken.</summary>
    public LockHolder? Holder { get; }

    /// <summary>Why the lock keeps apart no more than the uploads of this process, as a sentence for a warning.</summary>
    public string? Problem { get; }

    public static LockAnswer Held(UploadLock held) => new(held, null, null);

    public static LockAnswer HeldInProcess(UploadLock held, string problem) => new(held, null, problem);

    public static LockAnswer Taken(LockHolder holder) => new(null, holder, null);
}
