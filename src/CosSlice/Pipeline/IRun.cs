namespace CosSlice.Pipeline;

/// <summary>The requests of one command, which must not outlive it.</summary>
internal interface IRun : IDisposable
{
    /// <summary>Waits, bounded, until every request has ended; the cancellation has been asked for.</summary>
    /// <returns>Whether all have ended.</returns>
    bool WaitForEnd();
}
