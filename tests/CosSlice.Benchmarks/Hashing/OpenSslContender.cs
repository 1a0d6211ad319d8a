using System.Diagnostics;
using CosSlice.Benchmarks.Machine;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Hashing;

/// <summary>openssl dgst, which reads the file and prints its hash.</summary>
/// <param name="workspace">The file.</param>
/// <param name="algorithm">The hash, by OpenSSL's name.</param>
internal sealed class OpenSslContender(Workspace workspace, string algorithm) : IContender
{
    private const string Program = "openssl";

    public string Name => $"openssl dgst -{algorithm}";

    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
        => await ToolVersion.FindAsync(Program, ["version"], cancellationToken) is null ? $"there is no {Program} on PATH" : null;

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        ChildProcess child = await ChildProcess.RunAsync(
            new ProcessStartInfo(Program, ["dgst", $"-{algorithm}", workspace.File]), cancellationToken);
        child.EnsureSuccess(Name);
        return new Sample(child.Elapsed.TotalSeconds, workspace.Length, child.Cpu.TotalSeconds, child.PeakBytes);
    }
}
