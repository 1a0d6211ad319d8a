using System.Diagnostics;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>
/// The largest working set of a child, asked for while it runs, since nothing tells of it afterwards. The system keeps the
/// largest value itself, so only what is used within the last moments can be missed.
/// </summary>
internal static class PeakWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <returns>Bytes; null where the child was too quick, or the system does not tell.</returns>
    public static async Task<long?> FollowAsync(int processId, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Interval);
        long peak = 0;
        try
        {
            // An object of its own: asking again would disturb who waits for the end of it.
            using Process process = Process.GetProcessById(processId);
            while (await timer.WaitForNextTickAsync(stop))
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has just ended.
        }
        catch (OperationCanceledException)
        {
            // It has ended, and that was seen.
        }

        return peak > 0 ? peak : null;
    }
}
