namespace CosSlice.Pipeline;

/// <summary>What an upload's tasks have to say to the pipeline's thread.</summary>
internal abstract class PipelineMessage
{
    /// <summary>The <see cref="Rank"/> of what comes out last.</summary>
    public const int LastRank = 2;

    /// <summary>Messages that lie ready together are handed out by rank, 0 first: an error may end the command, and what is finished must be out by then.</summary>
    public virtual int Rank => 1;

    /// <summary>The upload that ended with this message.</summary>
    public virtual ActiveUpload? Ended => null;

    /// <summary>Hands the message out.</summary>
    public abstract void Deliver(IPipelineSink sink);
}

/// <summary>An upload returned what it was for.</summary>
internal sealed class ResultMessage(ActiveUpload upload, object result) : PipelineMessage
{
    public override int Rank => 0;

    public override ActiveUpload Ended => upload;

    public override void Deliver(IPipelineSink sink) => sink.Result(upload, result);
}

/// <summary>A file is not up.</summary>
internal sealed class FailureMessage(ActiveUpload upload, Exception error) : PipelineMessage
{
    public override int Rank => LastRank;

    public override ActiveUpload Ended => upload;

    public override void Deliver(IPipelineSink sink) => sink.Failure(upload, error);
}

/// <summary>A line for the log, or for the user.</summary>
internal sealed class TextMessage(string text, bool warning) : PipelineMessage
{
    public override void Deliver(IPipelineSink sink)
    {
        if (warning)
        {
            sink.Warning(text);
        }
        else
        {
            sink.Verbose(text);
        }
    }
}
