using System.ComponentModel;
using System.Diagnostics;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Wan;

/// <summary>curl, putting the whole file over one connection.</summary>
/// <param name="workspace">The file.</param>
/// <param name="endpoint">Where it goes.</param>
internal sealed class CurlPutContender(Workspace workspace, Uri endpoint) : IContender
{
    public string Name => "curl -T";

    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            ChildProcess child = await ChildProcess.RunAsync(new ProcessStartInfo("curl", ["-q", "--version"]), cancellationToken);
            return child.ExitCode == 0 ? null : "this curl does not start";
        }
        catch (Win32Exception)
        {
            return "there is no curl on PATH";
        }
    }

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        // -q comes first, or the user's own settings are read. Expect: the engine does not wait for "100 Continue" either.
        ProcessStartInfo start = new(
            "curl",
            ["-q", "--silent", "--show-error", "--fail", "--noproxy", "*", "-H", "Expect:", "-T", workspace.File, new Uri(endpoint, key).ToString()]);
        ChildProcess child = await ChildProcess.RunAsync(start, cancellationToken);
        child.EnsureSuccess("curl");
        return new Sample(child.Elapsed.TotalSeconds, workspace.Length, child.Cpu.TotalSeconds, PeakBytes: null);
    }
}
