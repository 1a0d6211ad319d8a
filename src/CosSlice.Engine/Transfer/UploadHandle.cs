namespace CosSlice;

/// <summary>An upload under way.</summary>
public sealed class UploadHandle
{
    internal UploadHandle(UploadRequest request, UploadProgress progress, Task<CosFile> completion)
    {
        Request = request;
        Progress = progress;
        Completion = completion;
    }

    /// <summary>What is uploaded, and where to.</summary>
    public UploadRequest Request { get; }

    /// <summary>Counters to sample.</summary>
    public UploadProgress Progress { get; }

    /// <summary>
    /// The result. It fails with a <see cref="CosException"/> whose <see cref="CosException.Upload"/> says how far the
    /// upload came, or with <see cref="OperationCanceledException"/>.
    /// </summary>
    public Task<CosFile> Completion { get; }
}
