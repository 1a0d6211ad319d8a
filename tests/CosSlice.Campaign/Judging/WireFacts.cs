using System.Diagnostics;
using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Service;

namespace CosSlice.Campaign.Judging;

/// <summary>What the service's log tells of one key: who looked before something was deleted, and how often something was finished.</summary>
internal sealed class WireFacts(ServiceLog log, string key)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Checks that nothing was deleted without a look of its own that found an upload which was not finished. The service has no deletion
    /// that depends on that: what another machine finishes between the look and the deletion is lost.
    /// </summary>
    public void AssertLookedBeforeDeleted()
    {
        string[] lines = [.. Lines()];
        int looks = 0;
        foreach (string line in lines)
        {
            looks += line.Contains(" GET stat ", StringComparison.Ordinal) && line.Contains("(unfinished)", StringComparison.Ordinal) ? 1 : 0;
            if (IsDeletion(line) && --looks < 0 && line.Contains("(finished)", StringComparison.Ordinal) && !log.IsFull)
            {
                throw new RunFailedException(
                    $"no deletion of '{key}' without a look that found it unfinished", string.Join(Environment.NewLine, lines));
            }
        }
    }

    /// <summary>Whether something finished was deleted, in the one moment in which nobody can know of it.</summary>
    public async Task<bool> HasLostRaceAsync()
    {
        AssertLookedBeforeDeleted();
        return await ComesAsync(() => Lines().Any(line => IsDeletion(line) && line.Contains("(finished)", StringComparison.Ordinal)));
    }

    /// <summary>Whether so many requests, or more, had a finished object for an answer to an upload.</summary>
    public Task<bool> WasFinishedAsync(int times)
        => ComesAsync(() => log.IsFull || Lines().Count(
            line => line.Contains(" POST upload", StringComparison.Ordinal) && line.Contains("(finished)", StringComparison.Ordinal)) >= times);

    private static bool IsDeletion(string line)
        => line.Contains(" POST delete ", StringComparison.Ordinal) && line.Contains(" SUCCESS ", StringComparison.Ordinal);

    private IEnumerable<string> Lines() => log.Lines.Where(line => line.Contains($"/{Account.Bucket}/{key} ", StringComparison.Ordinal));

    // What the service has done is read a moment later.
    private static async Task<bool> ComesAsync(Func<bool> isThere)
    {
        long began = Stopwatch.GetTimestamp();
        while (!isThere())
        {
            if (Stopwatch.GetElapsedTime(began) > Bounds.LogLine)
            {
                return false;
            }

            await Task.Delay(Pause);
        }

        return true;
    }
}
