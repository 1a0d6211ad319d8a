namespace CosSlice.Pipeline;

/// <summary>An upload under way, as the pipeline's thread sees it.</summary>
/// <param name="handle">The engine's side of it.</param>
/// <param name="startedAt">When it started, on the run's own clock.</param>
/// <param name="expectedLength">The file's length before it was opened.</param>
internal sealed class ActiveUpload(UploadHandle handle, TimeSpan startedAt, long expectedLength)
{
    public UploadHandle Handle { get; } = handle;

    public UploadProgress Progress => Handle.Progress;

    public TimeSpan StartedAt { get; } = startedAt;

    public long ExpectedLength { get; } = expectedLength;

    /// <summary>The tenth that was told last.</summary>
    public int ToldTenth { get; set; }

    /// <summary>Ends, without ever failing, once the message about the end is in the queue.</summary>
    public Task Reported { get; set; } = Task.CompletedTask;
}
