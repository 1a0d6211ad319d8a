using System.Diagnostics;
using CosSlice.Benchmarks.Machine;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.PowerShell;

/// <summary>Runs a script in the PowerShell on PATH: a process of its own, without a profile.</summary>
internal static class PowerShellHost
{
    private const string Program = "pwsh";

    /// <returns>Why there is none, or null where there is one.</returns>
    public static async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
        => await ToolVersion.FindAsync(Program, ["--version"], cancellationToken) is null ? $"there is no {Program} on PATH" : null;

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its text.</param>
    /// <param name="endpoint">The emulator.</param>
    /// <param name="workspace">Where the script is written to, and where the module remembers its uploads.</param>
    /// <param name="variables">What the script is told in variables of its environment, besides the connection and BENCHMARK_MODULE.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it wrote, read as JSON.</returns>
    /// <exception cref="BenchmarkFailedException">It failed.</exception>
    public static async Task<Sample> RunAsync(
        string script,
        Uri endpoint,
        string workspace,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken)
    {
        ProcessStartInfo start = await PrepareAsync(script, endpoint, workspace, variables, cancellationToken);
        ChildProcess child = await ChildProcess.RunAsync(start, cancellationToken);
        return child.ToSample("PowerShell");
    }

    /// <summary>Writes a script, and says how it is run. The parameters are those of <see cref="RunAsync"/>.</summary>
    public static async Task<ProcessStartInfo> PrepareAsync(
        string script,
        Uri endpoint,
        string workspace,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(workspace);
        string path = Path.Combine(workspace, "benchmark.ps1");
        await File.WriteAllTextAsync(path, script, cancellationToken);
        ProcessStartInfo start = new(Program, ["-NoProfile", "-NonInteractive", "-File", path]);
        EmulatorAccount account = EmulatorAccount.Default();
        start.Environment["COS_APPID"] = account.AppId;
        start.Environment["COS_BUCKET"] = account.Buckets[0];
        start.Environment["COS_ENDPOINT"] = endpoint.ToString();
        start.Environment["COS_SECRET_ID"] = account.SecretId;
        start.Environment["COS_SECRET_KEY"] = account.SecretKey;
        start.Environment["COSSLICE_STATE"] = workspace;
        start.Environment["BENCHMARK_MODULE"] = BuildPlace.Module;
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
