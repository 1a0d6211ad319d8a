using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>An upload under way, as the pipeline's thread sees it.</summary>
/// <param name="handle">The engine's side of it.</param>
/// <param name="startedAt">When it started, on the run's own clock.</param>
/// <param name="expectedLength">The file's length before it was opened.</param>
internal sealed class ActiveUpload(UploadHandle handle, TimeSpan startedAt, long expectedLength)
{
    private FileMilestones? _milestones;

    public UploadHandle Handle { get; } = handle;

    public UploadProgress Progress => Handle.Progress;

    public long ExpectedLength { get; } = expectedLength;

    /// <summary>What the log is told of it on its way.</summary>
    public FileMilestones Milestones => _milestones ??= new FileMilestones(Progress, startedAt);

    /// <summary>Ends, without ever failing, once the message about the end is in the queue.</summary>
    public Task Reported { get; set; } = Task.CompletedTask;
}
