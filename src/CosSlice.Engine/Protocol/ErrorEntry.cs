namespace CosSlice.Protocol;

/// <summary>What one refusal means and what to do about it: the right-hand side of the error table.</summary>
/// <param name="class">What it means for the request.</param>
/// <param name="kind">What it is to the user.</param>
/// <param name="advice">What the user can do about it, asked anew each time: the language may be another.</param>
/// <param name="mayHaveActed">Whether the service may have carried the request out all the same.</param>
internal sealed class ErrorEntry(RetryClass @class, CosErrorKind kind, Func<string> advice, bool mayHaveActed = false)
{
    public RetryClass Class { get; } = @class;

    public CosErrorKind Kind { get; } = kind;

    /// <summary>What the user can do about it, in the language of the asking thread: one sentence with a full stop.</summary>
    public string Advice => advice();

    /// <summary>
    /// Whether a request that was refused may have been carried out all the same: an internal error says nothing of how far
    /// the service came, while a refusal for the rate, for a concurrent writer or for a body that never came says that it did not begin.
    /// </summary>
    public bool MayHaveActed { get; } = mayHaveActed;

    /// <summary>The service turned the request away before it began with it: the same again, later.</summary>
    public static ErrorEntry NotBegun(CosErrorKind kind, Func<string> advice) => new(RetryClass.Later, kind, advice);

    /// <summary>Whether the same upload may succeed later without any change.</summary>
    /// <remarks>
    /// A lost session or a lost upload is made good by asking and sending again. A line that damages content, or a signature that
    /// is refused even when it is new, stays what it is until somebody looks.
    /// </remarks>
    public bool IsTransient => Class is RetryClass.Later or RetryClass.ListAndResume or RetryClass.StartOver;
}
