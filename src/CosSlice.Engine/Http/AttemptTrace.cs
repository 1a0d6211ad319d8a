namespace CosSlice.Http;

/// <summary>
/// What the attempts at one request did, kept over its repeats: an answer that says "exists already" means one thing after
/// a lost answer and another thing without one.
/// </summary>
internal sealed class AttemptTrace
{
    private bool _lastStarted;
    private bool _lastCompleted;

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether an attempt went out at least in part and brought no usable answer: the service may have acted on it.</summary>
    public bool AnswerLost { get; private set; }

    /// <summary>Whether an attempt whose answer was lost had sent its whole body.</summary>
    public bool WholeRequestLost { get; private set; }

    /// <summary>
    /// Whether the last attempt ended inside its body. A server that refuses early does that, and its answer is lost with
    /// the connection: the next attempt asks before it sends.
    /// </summary>
    public bool BrokeInBody { get; private set; }

    /// <summary>What was computed of the content that the last attempt sent.</summary>
    public string? Digest { get; private set; }

    /// <summary>What the headers of the last attempt's answer say; <see langword="null"/> where none came.</summary>
    public AnswerHeaders? Headers { get; set; }

    public void Begin()
    {
        Headers = null;
        BrokeInBody = _lastStarted && !_lastCompleted;
        Attempts++;
        _lastStarted = false;
        _lastCompleted = false;
        Digest = null;
    }

    public void Record(MultipartBody body)
    {
        _lastStarted = body.Started;
        _lastCompleted = body.Completed;
        Digest = body.Digest;
    }

    /// <summary>The last attempt brought no answer that counts.</summary>
    public void LoseAnswer()
    {
        AnswerLost |= _lastStarted;
        WholeRequestLost |= _lastCompleted;
    }
}
