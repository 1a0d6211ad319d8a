namespace CosSlice.Pipeline;

/// <summary>The requests of one command, which must not outlive it.</summary>
internal interface IRun : IDisposable
{
    /// <summary>Waits until every request has ended; the cancellation has been asked for.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether all have ended.</returns>
    bool WaitForEnd(TimeSpan timeout);
}
