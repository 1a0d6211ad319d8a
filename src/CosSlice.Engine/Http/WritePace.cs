namespace CosSlice.Http;

/// <summary>
/// How much content is handed to a connection at once. Large writes wake both sides less often, but within one nothing tells
/// whether bytes are moving. So it is small pieces, until a request has shown that much larger ones are gone long before a
/// connection without headway would be given up.
/// </summary>
internal sealed class WritePace
{
    /// <summary>Bytes of a piece where nothing is known of the line.</summary>
    public const int Piece = 64 * 1024;

    // The line may become this many times slower within a write, and no request is given up for it that was not before.
    private const int Margin = 32;

    private volatile bool _isFast;

    /// <summary>The most bytes to write at once, of those that a buffer holds.</summary>
    public int Most => _isFast ? int.MaxValue : Piece;

    /// <summary>A request was answered, so all of it has arrived.</summary>
    /// <param name="bytes">How large it was.</param>
    /// <param name="buffer">How large a write can become.</param>
    /// <param name="elapsed">From before it was sent until the answer.</param>
    /// <param name="withoutByteMoved">After what time a request without headway is given up.</param>
    public void Learn(long bytes, int buffer, TimeSpan elapsed, TimeSpan withoutByteMoved)
    {
        if (bytes >= Piece)
        {
            double writes = Math.Max(1, (double)buffer / bytes);
            _isFast = elapsed.TotalSeconds * writes * Margin < withoutByteMoved.TotalSeconds;
        }
    }

    /// <summary>A request has failed: the line may be another one by now.</summary>
    public void Forget() => _isFast = false;
}
