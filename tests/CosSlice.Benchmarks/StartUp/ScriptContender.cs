using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>A script in a PowerShell of its own each run, which writes the seconds that a step of it took.</summary>
/// <param name="name">What its row is called.</param>
/// <param name="script">The script; it sets <c>$seconds</c>.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="state">The journal's folder.</param>
/// <param name="variables">What the script is told.</param>
internal sealed class ScriptContender(
    string name, string script, Uri endpoint, string state, IReadOnlyDictionary<string, string> variables) : IContender
{
    private const string Begin = "$ErrorActionPreference = 'Stop'\n";
    private const string End = "\n@{ Seconds = $seconds; Bytes = 0; CpuSeconds = 0; PeakBytes = $null } | ConvertTo-Json -Compress\n";

    public string Name => name;

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
        => PowerShellHost.RunAsync(
            Begin + script + End, endpoint, state, new Dictionary<string, string>(variables) { ["BENCHMARK_KEY"] = key }, cancellationToken);
}
