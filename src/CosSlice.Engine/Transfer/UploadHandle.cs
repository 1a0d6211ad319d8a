namespace CosSlice;

/// <summary>An upload under way.</summary>
public abstract class UploadHandle
{
    private protected UploadHandle(UploadProgress progress) => Progress = progress;

    /// <summary>Counters to sample.</summary>
    public UploadProgress Progress { get; }

    /// <summary>Ends as the upload does: with success, a failure, or cancelled.</summary>
    internal abstract Task Ended { get; }

    /// <summary>What the upload returned, once it has ended with success.</summary>
    internal abstract object Result { get; }
}

/// <summary>An upload under way, and what comes of it.</summary>
/// <typeparam name="TResult"><see cref="CosFile"/>, or <see cref="CosUpload"/> where the last step is left open.</typeparam>
public sealed class UploadHandle<TResult> : UploadHandle
    where TResult : class
{
    internal UploadHandle(UploadProgress progress, Task<TResult> completion)
        : base(progress)
        => Completion = completion;

    /// <summary>
    /// The result. It fails with a <see cref="CosException"/> whose <see cref="CosException.Upload"/> says how far the
    /// upload came, or with <see cref="OperationCanceledException"/>.
    /// </summary>
    public Task<TResult> Completion { get; }

    internal override Task Ended => Completion;

    internal override object Result => Completion.Result;
}
