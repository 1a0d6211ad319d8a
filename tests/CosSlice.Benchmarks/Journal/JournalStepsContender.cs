using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.Journal;

/// <summary>All that the journal does for one upload, with nothing sent.</summary>
/// <param name="steps">Does it.</param>
/// <param name="upload">The same upload with its sending: what more is acknowledged is written once a second of it.</param>
/// <param name="bytes">Bytes of the file.</param>
internal sealed class JournalStepsContender(JournalSteps steps, JournalContender upload, long bytes) : IContender
{
    public string Name => "the journal alone";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Meter meter = new();
        _ = steps.Run(key, (int)upload.Seconds);
        return Task.FromResult(meter.Read(bytes) with { PeakBytes = null });
    }
}
