using CosSlice.Tests.PowerShell;

namespace CosSlice.Tests.Interop;

/// <summary>The clients of tests/interop, installed once a run as their lock file has them.</summary>
public sealed class NodeClients : IAsyncLifetime
{
    private const string HowToGetIt = "Install Node.js 20 or later (https://nodejs.org) so that node and npm are on PATH.";

    // Some dozens of small packages; whoever takes longer has no way to a registry.
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    // The lock file or package.json is at fault, not the machine.
    private static readonly string[] OwnFaults = ["EUSAGE", "EINTEGRITY", "EJSONPARSE"];

    // A registry that can't be reached is known as such after seconds, not minutes.
    private static readonly string[] InstallArguments =
        ["ci", "--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000", "--fetch-timeout=30000"];

    // What npm puts before a line about an error, since 10.6 and before.
    private static readonly string[] ErrorMarks = ["npm error", "npm ERR!"];

    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly Tool? _node = Tool.Find("node", ".exe");
    private readonly Tool? _npm = Tool.Find("npm", ".cmd");

    // Why no client can run here and what to do about it, or null where they can.
    private string? _missing;
    private bool _told;

    internal static string Folder => Repository.Path("tests/interop");

    internal Tool Node => _node ?? throw new InvalidOperationException(_missing);

    public async ValueTask InitializeAsync()
    {
        if (_node is null || _npm is null)
        {
            _missing = $"There is no {(_node is null ? "node" : "npm")} on PATH, so no client from npm was run. {HowToGetIt}";
            return;
        }

        try
        {
            ToolResult installed = await _npm.RunAsync(Folder, InstallLimit, NoVariables, InstallArguments);
            if (installed.ExitCode == 0)
            {
                return;
            }

            string reason = Complaint(installed);
            Assert.False(OwnFaults.Any(reason.Contains), $"tests/interop can't be installed:\n{installed.Errors}");
            string help = reason.Contains("EBADENGINE", StringComparison.Ordinal) ? HowToGetIt : "They come from npm's registry.";
            _missing = $"npm could not install the clients of tests/interop, so none was run: {reason} {help}";
        }
        catch (TimeoutException)
        {
            _missing = $"npm did not install the clients of tests/interop within {InstallLimit.TotalMinutes} minutes, so none was run. "
                + "They come from npm's registry.";
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Skips the test that is running, with the reason, where no client can run.</summary>
    public void SkipWhereMissing()
    {
        if (_missing is null)
        {
            return;
        }

        if (!_told)
        {
            // The console's list of skipped tests shows no reasons, but it does show warnings; one is enough.
            _told = true;
            TestContext.Current.AddWarning(_missing);
        }

        Assert.Skip(_missing);
    }

    /// <summary>What npm says was wrong, in one line.</summary>
    private static string Complaint(ToolResult result)
    {
        string[] lines =
        [
            .. result.Errors.Split('\n')
                .Select(line => ErrorMarks.FirstOrDefault(mark => line.StartsWith(mark, StringComparison.Ordinal)) is { } found ? line[found.Length..].Trim() : string.Empty)
                .Where(line => line.Length > 0 && !line.StartsWith("A complete log", StringComparison.Ordinal))
                .Take(4),
        ];
        return lines.Length > 0 ? string.Join("; ", lines).TrimEnd('.') + "." : $"npm ended with code {result.ExitCode}.";
    }
}
