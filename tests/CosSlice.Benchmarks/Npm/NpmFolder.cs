using System.ComponentModel;
using System.Diagnostics;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Npm;

/// <summary>A folder with a lock file, whose packages are installed when they are first needed.</summary>
/// <param name="path">The folder.</param>
internal sealed class NpmFolder(string path)
{
    // A registry that can't be reached is known as such after seconds, not minutes.
    private static readonly string[] InstallArguments =
        ["ci", "--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000", "--fetch-timeout=30000"];

    /// <summary>Other people's clients of the service.</summary>
    public static NpmFolder Clients { get; } = new(System.IO.Path.Combine(BuildPlace.RepositoryRoot, "tests", "interop"));

    public string Path { get; } = path;

    /// <summary>Installs the packages where they are not there yet, or not those of the lock file.</summary>
    /// <returns>Why nothing of the folder can be run, in one line; null where it can.</returns>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        if (await TryRunAsync("node", ["--version"], cancellationToken) is null)
        {
            return "there is no node on PATH";
        }

        if (IsInstalled)
        {
            return null;
        }

        ChildProcess? npm = await TryRunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", InstallArguments, cancellationToken);
        return npm is null ? "there is no npm on PATH"
            : npm.ExitCode == 0 ? null
            : $"npm could not install it: {npm.Error.Trim().Split('\n').LastOrDefault(line => line.Contains("error", StringComparison.Ordinal))}";
    }

    /// <summary>How a script of the folder is started.</summary>
    public ProcessStartInfo Node(params IEnumerable<string> arguments) => new("node", arguments) { WorkingDirectory = Path };

    // What npm writes when it is done.
    private bool IsInstalled
    {
        get
        {
            FileInfo installed = new(System.IO.Path.Combine(Path, "node_modules", ".package-lock.json"));
            return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, "package-lock.json"));
        }
    }

    private async Task<ChildProcess?> TryRunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = Path }, cancellationToken);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
