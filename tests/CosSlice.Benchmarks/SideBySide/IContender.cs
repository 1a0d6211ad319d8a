namespace CosSlice.Benchmarks.SideBySide;

/// <summary>A client that sends the file.</summary>
internal interface IContender
{
    /// <summary>What its row is called.</summary>
    string Name { get; }

    /// <summary>Why it cannot run on this machine, or null where it can.</summary>
    Task<string?> FindObstacleAsync(CancellationToken cancellationToken);

    /// <summary>Sends the file once, and leaves nothing of it in the store.</summary>
    /// <param name="key">An object's key that nothing has been stored under.</param>
    /// <param name="cancellationToken">Ends the client.</param>
    Task<Sample> RunAsync(string key, CancellationToken cancellationToken);
}
