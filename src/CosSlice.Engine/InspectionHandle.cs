namespace CosSlice;

/// <summary>A comparison of a local file with what the service holds, under way.</summary>
public sealed class InspectionHandle
{
    internal InspectionHandle(UploadProgress progress, Task<bool> completion)
    {
        Progress = progress;
        Completion = completion;
    }

    /// <summary>Counters to sample, of which the hashed bytes matter.</summary>
    public UploadProgress Progress { get; }

    /// <summary>The answer, or a <see cref="CosException"/> or <see cref="OperationCanceledException"/>.</summary>
    public Task<bool> Completion { get; }
}
