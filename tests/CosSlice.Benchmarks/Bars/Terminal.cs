using System.ComponentModel;
using System.Diagnostics;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Bars;

/// <summary>
/// A PowerShell on a terminal of its own, which tmux makes: where the output is redirected no bar is drawn, and a terminal that
/// does not answer where its cursor is would hold PowerShell up.
/// </summary>
internal static class Terminal
{
    // What the bar of the large file is headed by, and nothing else says.
    private const string Bar = "file.bin";

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its path.</param>
    /// <param name="environment">What it is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether there was a terminal.</returns>
    /// <exception cref="BenchmarkFailedException">It failed, or there was a terminal and no bar on it.</exception>
    public static async Task<bool> RunScriptAsync(
        string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (!await HasTmuxAsync(cancellationToken))
        {
            ChildProcess child = await RunAsync(new ProcessStartInfo("pwsh", ["-NoProfile", "-File", script]), environment, cancellationToken);
            child.EnsureSuccess("PowerShell");
            return false;
        }

        string screen = script + ".screen";
        string errors = script + ".errors";
        string name = $"cosslice-{Guid.NewGuid():N}";
        string command = $"pwsh -NoProfile -File '{script}' 2> '{errors}'; tmux -L {name} wait-for -S ended";
        ProcessStartInfo start = new(
            "tmux", ["-L", name, "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", command, ";", "pipe-pane", $"cat > '{screen}'"]);
        (await RunAsync(start, environment, cancellationToken)).EnsureSuccess("tmux");
        try
        {
            (await ChildProcess.RunAsync(new ProcessStartInfo("tmux", ["-L", name, "wait-for", "ended"]), cancellationToken)).EnsureSuccess("tmux");
        }
        finally
        {
            // Ends its PowerShell too, where that was stopped.
            _ = await ChildProcess.RunAsync(new ProcessStartInfo("tmux", ["-L", name, "kill-server"]), CancellationToken.None);
        }

        string error = await File.ReadAllTextAsync(errors, cancellationToken);
        return error.Length > 0 ? throw new BenchmarkFailedException($"PowerShell failed: {error}")
            : (await File.ReadAllTextAsync(screen, cancellationToken)).Contains(Bar, StringComparison.Ordinal) ? true
            : throw new BenchmarkFailedException("No bar was drawn: the file may be too small for one.");
    }

    private static async Task<ChildProcess> RunAsync(
        ProcessStartInfo start, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return await ChildProcess.RunAsync(start, cancellationToken);
        }
        catch (Win32Exception)
        {
            throw new BenchmarkFailedException($"There is no {start.FileName} on PATH.");
        }
    }

    private static async Task<bool> HasTmuxAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await ChildProcess.RunAsync(new ProcessStartInfo("tmux", ["-V"]), cancellationToken)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
