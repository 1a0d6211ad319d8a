using System.Diagnostics;
using System.Text;
using CosSlice.Demo;

namespace CosSlice.Tests.PowerShell;

/// <summary>The PowerShell of this machine, where it has one.</summary>
internal static class PowerShellHost
{
    private const string HowToGetIt =
        "Install PowerShell 7.4 or later (https://aka.ms/powershell) so that pwsh is on PATH, and in it: Install-PSResource Pester.";

    // From one line to the next, which may be a whole file of tests; only a hang reaches it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private static readonly Lazy<string?> Found = new(PowerShellOnPath.Find);
    private static readonly Lazy<string?> Problem = new(LookForProblem);

    /// <summary>Why the Pester suite cannot run here and what to do about it, or null where it can.</summary>
    public static string? Missing => Problem.Value;

    /// <summary>Runs a script and returns all that it wrote.</summary>
    /// <param name="script">The script.</param>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    /// <param name="heard">Is told each line of its output as it comes.</param>
    /// <exception cref="TimeoutException">It hung, and was killed; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment, Action<string>? heard = null)
    {
        ProcessStartInfo start = new(Found.Value ?? throw new InvalidOperationException(HowToGetIt))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in new[] { "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script })
        {
            start.ArgumentList.Add(argument);
        }

        // What ends within seconds spends more on measuring its own code than it ever gets back: a third of the suite's processor time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        StringBuilder output = new();
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
            {
                output.AppendLine(line);
                heard?.Invoke(line);
            }

            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"PowerShell said nothing for {Limit.TotalMinutes} minutes:\n{output}", e);
        }

        return output + await errors;
    }

    private static string? LookForProblem()
    {
        if (Found.Value is null)
        {
            return "No pwsh on PATH, so the Pester suite was not run. " + HowToGetIt;
        }

        string count = RunAsync(
            "@(Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0').Count", new Dictionary<string, string>())
            .GetAwaiter().GetResult();
        return count.Trim() is "0" or "" ? "This pwsh has no Pester 5 or later, so the Pester suite was not run. " + HowToGetIt : null;
    }
}
