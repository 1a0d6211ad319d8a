namespace CosSlice.Benchmarks.SideBySide;

/// <summary>A client that does the work.</summary>
internal interface IContender
{
    /// <summary>What its row is called.</summary>
    string Name { get; }

    /// <summary>Whether each run has a warm-up of its own in it.</summary>
    bool WarmsUp => false;

    /// <summary>Why it cannot run on this machine, or null where it can.</summary>
    Task<string?> FindObstacleAsync(CancellationToken cancellationToken);

    /// <summary>Sends the work once, and gives the figures of that.</summary>
    /// <param name="key">An object's key that nothing has been stored under, and nothing under keys that begin with it.</param>
    /// <param name="cancellationToken">Ends the client.</param>
    Task<Sample> RunAsync(string key, CancellationToken cancellationToken);
}
