using System.Diagnostics;
using System.Globalization;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>Another process that plays a role in a test; this program, or the same of the other build.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    // Twice what bounds a step: a program is loaded and compiled first, on a machine that may have much else to do.
    private static readonly TimeSpan StartLimit = 2 * HangGuard.Limit;

    private readonly Process _process;

    private RoleProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>These tests' program.</summary>
    public static string OwnProgram => typeof(RoleProcess).Assembly.Location;

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

    /// <summary>Starts a role and waits until it says that it is ready.</summary>
    /// <param name="program">The tests' program.</param>
    /// <param name="role">The role's name.</param>
    /// <param name="folder">The state folder.</param>
    /// <param name="arguments">What the role is told.</param>
    public static Task<RoleProcess> StartAsync(string program, string role, string folder, params string[] arguments)
        => StartAsync("dotnet", [program, TestProgram.Mark, role, .. arguments], folder);

    /// <summary>Starts any program that plays a role and waits until it says that it is ready.</summary>
    public static async Task<RoleProcess> StartAsync(
        string program, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["COSSLICE_STATE"] = folder;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        RoleProcess child = new(Process.Start(start)!);
        bool isReady = false;
        try
        {
            Assert.Equal("ready", await child.ReadAsync(StartLimit));
            isReady = true;
            return child;
        }
        finally
        {
            if (!isReady)
            {
                await child.DisposeAsync();
            }
        }
    }

    /// <summary>What a role says to the one who started it.</summary>
    public static void Say(string line)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
    }

    /// <summary>Waits until the one who started this role tells it to begin.</summary>
    public static void WaitForGo()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() is >= 0 and not '\n')
        {
        }
    }

    /// <summary>Waits until the one who started this role lets it go, or is no more.</summary>
    public static void WaitForEnd()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
    }

    /// <summary>Tells a role that waits for it to begin.</summary>
    public void Go() => _process.StandardInput.WriteLine();

    /// <summary>The next line that the role says.</summary>
    public Task<string> LineAsync() => ReadAsync(HangGuard.Limit);

    /// <summary>Kills it at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Hears it out until its end, of which nothing is said here: it may come by itself or not.</summary>
    /// <param name="hear">Hears each line as it comes.</param>
    /// <returns>What it said; the last line may be cut off by the end.</returns>
    public async Task<IReadOnlyList<string>> ToEndAsync(Action<string>? hear = null)
    {
        List<string> lines = [];
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().Guarded() is { } line)
        {
            lines.Add(line);
            hear?.Invoke(line);
        }

        await _process.WaitForExitAsync(CancellationToken.None).Guarded();
        return lines;
    }

    /// <summary>Kills it at once, and gives the last number that it said it had written.</summary>
    public async Task<long> KillAsync(long last)
    {
        Kill();
        foreach (string line in await ToEndAsync())
        {
            last = long.TryParse(line, CultureInfo.InvariantCulture, out long said) ? Math.Max(last, said) : last;
        }

        return last;
    }

    /// <summary>Lets it end by itself, and gives what it has still said.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        _process.StandardInput.Close();
        return await ToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).Guarded();
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync(TimeSpan limit)
        => await _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(limit)
            ?? throw new InvalidOperationException("The other process ended.");
}
