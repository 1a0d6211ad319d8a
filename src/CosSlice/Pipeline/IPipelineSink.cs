namespace CosSlice.Pipeline;

/// <summary>Where an upload run hands its messages out. Called on the pipeline's thread only; any member may throw to end the command.</summary>
internal interface IPipelineSink
{
    /// <summary>An upload returned what it was for: a <see cref="CosFile"/> or a <see cref="CosUpload"/>.</summary>
    void Result(ActiveUpload upload, object result);

    /// <summary>A file is not up.</summary>
    void Failure(ActiveUpload upload, Exception error);

    /// <summary>A line for the log.</summary>
    void Verbose(string text);

    /// <summary>A line for the user.</summary>
    void Warning(string text);

    /// <summary>Time to look at the counters.</summary>
    void Sample(IReadOnlyList<ActiveUpload> active);
}
