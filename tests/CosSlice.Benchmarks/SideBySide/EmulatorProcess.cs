using System.Diagnostics;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The emulator as a program of its own, so that its processor time is not the clients'.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Greeting = "Listening on ";

    private readonly Process _process;
    private readonly Task _output;

    private EmulatorProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;

        // Read on, so that it is never held up by a full pipe.
        _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    public Uri Endpoint { get; }

    public static async Task<EmulatorProcess> StartAsync(string store, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = DotNetProgram.Of(
            "CosSlice.Emulator.dll", "--urls", "http://127.0.0.1:0", "--store", store, "--quiet", "--instant-upload", "false");
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start)!;
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            return line?.StartsWith(Greeting, StringComparison.Ordinal) == true
                ? new EmulatorProcess(process, new Uri(line[Greeting.Length..]))
                : throw new BenchmarkFailedException($"The emulator did not start: {line}");
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        await _output;
    }

    // The store is the workspace's and goes with it: the emulator has nothing to tidy up.
    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
