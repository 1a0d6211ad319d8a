using System.ComponentModel;
using System.Diagnostics;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The curl on PATH, which posts many requests at once.</summary>
internal static class ParallelCurl
{
    /// <summary>Where it puts the answers.</summary>
    public static readonly string NullDevice = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    /// <returns>Why it can't be used, or null where it can.</returns>
    public static async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            // With -Z: a curl that does not know it (before 7.66) ends with an error.
            ChildProcess child = await ChildProcess.RunAsync(new ProcessStartInfo("curl", ["-q", "-Z", "--version"]), cancellationToken);
            return child.ExitCode == 0 ? null : "this curl can't post in parallel";
        }
        catch (Win32Exception)
        {
            return "there is no curl on PATH";
        }
    }
}
