using System.Diagnostics;
using System.Globalization;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Another process with the journal of a test in its hands; this program, or the same of the other build.</summary>
internal sealed class JournalChild : IAsyncDisposable
{
    // The start of a program on a busy machine; only a hang reaches it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private JournalChild(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>These tests' program.</summary>
    public static string OwnProgram => typeof(JournalChild).Assembly.Location;

    /// <summary>The same tests against the engine's other build, where it is beside this one.</summary>
    public static string OtherProgram
    {
        get
        {
            const string modern = "CosSlice.Tests";
            const string legacy = modern + ".NetStandard";
            bool isLegacy = Path.GetFileNameWithoutExtension(OwnProgram) == legacy;
            string other = isLegacy ? modern : legacy;
            string own = isLegacy ? legacy : modern;
            char separator = Path.DirectorySeparatorChar;
            return Path.Combine(
                AppContext.BaseDirectory.Replace($"{separator}{own}{separator}", $"{separator}{other}{separator}", StringComparison.Ordinal),
                other + ".dll");
        }
    }

    /// <summary>Starts one role, which is one of the tests that run only when they are asked for.</summary>
    public static async Task<JournalChild> StartAsync(string program, string role, string folder)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { program, "-explicit", "only", "-method", $"{typeof(JournalProcessTests).FullName}.{role}", "-noLogo" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["COSSLICE_STATE"] = folder;
        start.Environment[OwnJournal.IsChild] = "1";
        JournalChild child = new(Process.Start(start)!);
        await child.LineAsync("ready");
        return child;
    }

    /// <summary>What a role says to the one who started it; the test runner's own lines are others.</summary>
    public static void Say(string line)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.ASCII.GetBytes($"role:{line}\n"));
    }

    /// <summary>Waits until the one who started this role lets it go, or is no more.</summary>
    public static void WaitForEnd()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
    }

    /// <summary>The next line that the role says.</summary>
    public async Task<string> LineAsync(string? expected = null)
    {
        while (true)
        {
            string line = await _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(Patience)
                ?? throw new InvalidOperationException("The other process ended.");
            if (line.StartsWith("role:", StringComparison.Ordinal))
            {
                string said = line["role:".Length..];
                Assert.True(expected is null || said == expected, said);
                return said;
            }
        }
    }

    /// <summary>Kills it at once, and gives the last number that it said it had written.</summary>
    public async Task<long> KillAsync(long last)
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(Patience) is { } line)
        {
            // The last line may be cut off by the end.
            if (line.StartsWith("role:", StringComparison.Ordinal) && long.TryParse(line["role:".Length..], CultureInfo.InvariantCulture, out long said))
            {
                last = Math.Max(last, said);
            }
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
        return last;
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.StandardOutput.ReadToEndAsync(CancellationToken.None).WaitAsync(Patience);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
        }

        _process.Dispose();
    }
}
