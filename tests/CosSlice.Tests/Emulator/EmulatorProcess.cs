using System.Diagnostics;

namespace CosSlice.Tests.Emulator;

/// <summary>The emulator as a program of its own, which can be killed.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _log = [];
    private Task _reading = Task.CompletedTask;

    private EmulatorProcess(Process process, List<string> greeting, TestClient client)
    {
        _process = process;
        Greeting = greeting;
        Client = client;
    }

    public TestClient Client { get; }

    /// <summary>What it wrote before it was ready.</summary>
    public IReadOnlyList<string> Greeting { get; }


    public bool WasKilled { get; private set; }

    public int Id => _process.Id;

    public static Task<EmulatorProcess> StartAsync(params string[] arguments) => LaunchAsync(["--quiet", .. arguments]);

    /// <summary>Starts it in a folder that is its temporary one too.</summary>
    public static Task<EmulatorProcess> StartInAsync(string folder, params string[] arguments) =>
        LaunchAsync(["--quiet", .. arguments], folder);

    /// <summary>Starts it with a line for each request.</summary>
    public static async Task<EmulatorProcess> StartLoggedAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        EmulatorProcess emulator = await LaunchAsync(arguments, environment: environment);
        emulator._reading = emulator.ReadLogAsync();
        return emulator;
    }

    /// <summary>Starts it with what it must refuse.</summary>
    public static async Task<(int Code, string Error)> FailAsync(params string[] arguments)
    {
        using Process process = Launch(arguments);
        string error = await process.StandardError.ReadToEndAsync(TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        await process.WaitForExitAsync(TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        return (process.ExitCode, error);
    }

    public void Kill()
    {
        WasKilled = true;
        _process.Kill();
    }

    /// <summary>Kills it, and gives the lines for requests that it had written.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        Kill();
        await _reading.WaitAsync(TestEmulator.Patience, CancellationToken.None);
        return _log;
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TestEmulator.Patience, CancellationToken.None);
        _process.Dispose();
    }

    private static async Task<EmulatorProcess> LaunchAsync(
        IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        Process process = Launch(["--urls", "http://127.0.0.1:0", .. arguments], folder, environment);
        var greeting = new List<string>();
        while (greeting.Count == 0 || !greeting[^1].Contains("COS_SECRET_KEY", StringComparison.Ordinal))
        {
            string? line = await process.StandardOutput.ReadLineAsync(TestEmulator.Cancellation).AsTask()
                .WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
            Assert.True(line is not null, "the emulator ended at its start");
            greeting.Add(line);
        }

        string origin = greeting[0]["Listening on ".Length..];
        return new EmulatorProcess(process, greeting, new TestClient(new Uri(origin)));
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            _log.Add(line);
        }
    }

    private static Process Launch(IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "CosSlice.Emulator.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        if (folder is not null)
        {
            start.WorkingDirectory = folder;
            start.Environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = folder;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
    }
}
