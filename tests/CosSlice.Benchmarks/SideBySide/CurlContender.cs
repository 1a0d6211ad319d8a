using System.Diagnostics;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>
/// curl, posting the same slices from files of their own. It can't hold the conversation around them: that is done for it,
/// and not counted.
/// </summary>
internal sealed class CurlContender(Workspace workspace, ServiceClient service) : IContender
{
    private const int Parallel = 4;

    public string Name => $"curl -Z --parallel-max {Parallel}";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => ParallelCurl.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        string session = await service.BeginAsync(key, workspace.Length, Workspace.SliceSize, cancellationToken);
        string script = Path.Combine(workspace.Slices, "curl.config");
        await File.WriteAllTextAsync(
            script, CurlScript.Of(workspace.SliceCount, service.AddressOf(key), session, service.Sign()), cancellationToken);

        // -q comes first, or the user's own settings are read.
        ProcessStartInfo start = new("curl", ["-q", "-Z", "--parallel-max", $"{Parallel}", "-K", script])
        {
            WorkingDirectory = workspace.Slices,
        };
        ChildProcess child = await ChildProcess.RunAsync(start, cancellationToken);
        child.EnsureSuccess("curl");

        await service.FinishAsync(key, session, workspace.Length, cancellationToken);
        return new Sample(child.Elapsed.TotalSeconds, workspace.Length, child.Cpu.TotalSeconds, child.PeakBytes);
    }
}
